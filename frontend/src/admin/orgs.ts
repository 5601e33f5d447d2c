import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, read } from '@/api/client'
import type { OrgKind } from '@/api/schema'

/** Those that are chosen most come first; inside a kind the order of the server stays. */
const order: readonly OrgKind[] = ['COUNTY', 'COMMITTEE', 'LAWYER_ROOM', 'STATION', 'STREET', 'COMMUNITY', 'PARTNER']

/** The organisations of the office, to choose from; they hardly ever change. */
export function useOrgs() {
  const query = useQuery({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/orgs', { signal })),
    staleTime: 600_000,
  })
  const orgs = computed(() => query.data.value?.value.items ?? [])
  const options = computed(() =>
    orgs.value
      .filter((org) => org.active)
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
      .map((org) => ({ value: org.id, label: org.name })),
  )
  const nameOf = (id: string) => orgs.value.find((org) => org.id === id)?.name ?? ''
  return { query, orgs, options, nameOf }
}

/** The version of a record that came in a list, as a change must name it. */
export function etagOf(version: number): string {
  return `"${version}"`
}
