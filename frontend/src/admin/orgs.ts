import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, read } from '@/api/client'

/** The organisations of the office, to choose from; they hardly ever change. */
export function useOrgs() {
  const query = useQuery({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/orgs', { signal })),
    staleTime: 600_000,
  })
  const orgs = computed(() => query.data.value?.value.items ?? [])
  const options = computed(() =>
    orgs.value.filter((org) => org.active).map((org) => ({ value: org.id, label: org.name, hint: org.shortName })),
  )
  const nameOf = (id: string) => orgs.value.find((org) => org.id === id)?.name ?? ''
  return { query, orgs, options, nameOf }
}

/** The version of a record that came in a list, as a change must name it. */
export function etagOf(version: number): string {
  return `"${version}"`
}
