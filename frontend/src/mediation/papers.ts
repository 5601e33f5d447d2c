import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, read } from '@/api/client'
import type { Agreement, CaseFile, OralAgreement, PaperSummary, PaperView } from '@/api/schema'

/** The file, with the version a change must name. */
export function useCaseFile(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id)]),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}', { params: { path: { id: toValue(id) } }, signal })),
  })
}

/** What can be done with the file now, and why the rest cannot. */
export function useCaseSteps(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id), 'steps']),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}/steps', { params: { path: { id: toValue(id) } }, signal })),
  })
}

/** The papers of a file, oldest first. */
export function usePapers(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id), 'papers']),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}/papers', { params: { path: { id: toValue(id) } }, signal })),
    enabled: computed(() => toValue(enabled)),
  })
}

/** One paper whole; nothing is asked for while there is no paper id. */
export function usePaper(id: MaybeRefOrGetter<string>, paperId: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id), 'papers', toValue(paperId) ?? '']),
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/mediation/cases/{id}/papers/{paperId}', {
          params: { path: { id: toValue(id), paperId: toValue(paperId) ?? '' } },
          signal,
        }),
      ),
    enabled: computed(() => Boolean(toValue(paperId))),
  })
}

export function usePerformance(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id), 'performance']),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}/performance', { params: { path: { id: toValue(id) } }, signal })),
    enabled: computed(() => toValue(enabled)),
  })
}

export function isAgreement(paper: PaperSummary): boolean {
  return (paper.form === 'F11' || paper.form === 'F12') && paper.state !== 'VOIDED'
}

/** The agreement that is being worked on, or the one that counts: the newest that was not taken out. */
export function latestAgreement(papers: readonly PaperSummary[]): PaperSummary | undefined {
  const agreements = papers.filter(isAgreement)
  return agreements.find((paper) => paper.state === 'DRAFT') ?? agreements.filter((p) => p.state === 'CURRENT').at(-1)
}

/** The text that waits for marks and the seal. */
export function awaitingMarks(
  file: Pick<CaseFile, 'state'>,
  papers: readonly PaperSummary[],
): PaperSummary | undefined {
  if (file.state !== 'AGREED_PENDING') return undefined
  return papers.filter((paper) => paper.form === 'F11' && paper.state === 'CURRENT').at(-1)
}

export function agreementContent(paper: PaperView): Agreement | OralAgreement | undefined {
  const { content } = paper
  return content.form === 'F11' || content.form === 'F12' ? content.fields : undefined
}
