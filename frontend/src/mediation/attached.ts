import { useQuery } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { api, read } from '@/api/client'
import { field, localAttachments, outboxItems } from '@/offline/state'
import { useUnreachable } from './unreachable'
import { uploadsOf } from './upload'

/** The files of a case: those the server has, those that wait on this tablet, and those on their way from this tab. */
export function useAttached(caseId: () => string) {
  const list = useQuery({
    queryKey: computed(() => ['case', caseId(), 'attachments', 'server']),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}/attachments', { params: { path: { id: caseId() } }, signal })),
  })
  const local = useQuery({
    queryKey: computed(() => ['case', caseId(), 'attachments', 'tablet']),
    queryFn: () => (field.state === 'open' ? localAttachments(caseId()) : []),
    networkMode: 'always',
  })
  // what was sent meanwhile is the server's, and no longer waits here
  watch(outboxItems, () => void local.refetch())

  const uploads = computed(() => uploadsOf(caseId()))
  const waiting = computed(() => local.data.value ?? [])
  const elsewhere = computed(() => [...uploads.value, ...waiting.value].map((one) => one.id))
  return {
    known: computed(() => list.data.value?.value.items ?? []),
    /** What the server has, newest first, without what is shown on its way. */
    there: computed(() =>
      (list.data.value?.value.items ?? []).filter((one) => !elsewhere.value.includes(one.id)).reverse(),
    ),
    waiting,
    uploads,
    pending: computed(() => list.isPending.value && !list.error.value),
    error: computed(() => list.error.value),
    /** An open tablet without a network shows what it has; what the server has comes later. */
    unreachable: useUnreachable(list),
    refetch: () => Promise.all([list.refetch(), local.refetch()]),
  }
}
