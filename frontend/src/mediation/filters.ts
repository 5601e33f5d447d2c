import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { operations } from '@/api/schema'

type CaseListQuery = NonNullable<operations['list_cases']['parameters']['query']>

const names = ['q', 'state', 'stationId', 'mediatorId', 'category', 'dueUntil', 'order'] as const
type Name = (typeof names)[number]

function readQuery(query: LocationQuery): Record<Name, string | null> {
  const one = (name: Name) => {
    const value = query[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return Object.fromEntries(names.map((name) => [name, one(name)])) as Record<Name, string | null>
}

/** What the list is narrowed by. It lives in the address: a link shows the same list, and "back" comes back to it. */
export function useFilters() {
  const route = useRoute()
  const router = useRouter()

  const values = computed(() => readQuery(route.query))

  /** Writable, one per filter, for `v-model`. */
  function filter(name: Name) {
    return computed<string | null>({
      get: () => values.value[name],
      set: (value) => void router.replace({ query: { ...route.query, [name]: value || undefined } }),
    })
  }

  const active = computed(() => names.some((name) => name !== 'order' && name !== 'q' && values.value[name] !== null))

  function clear() {
    const { q, order } = values.value
    void router.replace({ query: { q: q ?? undefined, order: order ?? undefined } })
  }

  /** As the server takes it. A value that the address made up is refused there, not here. */
  const query = computed(
    () => Object.fromEntries(Object.entries(values.value).filter(([, value]) => value !== null)) as CaseListQuery,
  )

  return { values, filter, active, clear, query }
}

/** A document number typed into the search box: it does not belong into an address. */
export function looksLikeIdNumber(text: string): boolean {
  return /^\d{14,17}[\dXx]$/.test(text.replace(/\s/g, ''))
}
