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
  // A day without an hour stands after what was written on it; later states after earlier ones.
  const days = reached.flatMap(([state, name], i) => {
    const day = file.milestones[name]
    return day ? [{ key: state, on: `${day} 9${i}`, at: day, title: m.toState(word('State', state)) }] : []
  })
  const asked = {
    key: 'APPLIED',
    on: `${formatDay(file.requestedAt)} ${file.requestedAt}`,
    at: formatDateTime(file.requestedAt),
  }
  const written = papers.map((paper) => ({
    key: paper.id,
    on: `${formatDay(paper.recordedAt)} ${paper.recordedAt}`,
    at: formatDateTime(paper.recordedAt),
    title: locale.value === 'en' ? paper.titleEn : paper.titleZh,
    who: paper.madeByName,
    text: paper.state === 'CURRENT' ? undefined : word('PaperState', paper.state),
  }))
  const all = [{ ...asked, title: m.toState(word('State', 'APPLIED')) }, ...days, ...written]
  return all.sort((a, b) => (a.on < b.on ? 1 : -1))
}
