import type { CaseFile, PaperSummary } from '@/api/schema'
import { locale } from '@/i18n'
import { cases as m } from '@/i18n/cases'
import { formatDay, formatDateTime } from '@/i18n/format'
import type { TimelineEntry } from '@/ui/Timeline.vue'

type Word = (list: string, code: string | null | undefined) => string

/** What the life of a file has come to, by the days its copy names. */
const reached = [
  ['ACCEPTED', 'acceptedOn'],
  ['ASSIGNED', 'assignedOn'],
  ['NOTIFIED', 'notifiedOn'],
  ['AGREED_PENDING', 'settledOn'],
  ['AGREED', 'effectiveOn'],
  ['PERFORMED', 'performedOn'],
  ['CLOSED', 'closedOn'],
] as const

/** What a carried copy knows of the history of its file: papers and the days it has reached, newest first. */
export function copiedHistory(
  file: Pick<CaseFile, 'requestedAt' | 'milestones'>,
  papers: readonly PaperSummary[],
  word: Word,
): TimelineEntry[] {
  const days = reached.flatMap(([state, name]) => {
    const day = file.milestones[name]
    return day ? [{ key: state, on: day, at: day, title: m.toState(word('State', state)) }] : []
  })
  const asked = { key: 'APPLIED', on: formatDay(file.requestedAt), at: formatDateTime(file.requestedAt) }
  const written = papers.map((paper) => ({
    key: paper.id,
    on: formatDay(paper.recordedAt),
    at: formatDateTime(paper.recordedAt),
    title: locale.value === 'en' ? paper.titleEn : paper.titleZh,
    who: paper.madeByName,
    text: paper.state === 'CURRENT' ? undefined : word('PaperState', paper.state),
  }))
  const all = [{ ...asked, title: m.toState(word('State', 'APPLIED')) }, ...days, ...written]
  return all.sort((a, b) => b.on.localeCompare(a.on) || b.at.localeCompare(a.at))
}
