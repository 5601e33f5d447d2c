import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, read } from '@/api/client'

/** What the volume holds, what it lacks, and how long it is to be kept. */
export function useDossier(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['case', toValue(id), 'dossier']),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/mediation/cases/{id}/dossier', { params: { path: { id: toValue(id) } }, signal })),
    enabled: computed(() => toValue(enabled)),
  })
}
