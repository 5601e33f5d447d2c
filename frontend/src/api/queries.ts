import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

export interface Page<Row> {
  items: Row[]
  nextCursor?: string | null
}

/**
 * A keyset list. `useKeysetList(() => ['cases', filters.value], (cursor, signal) => …)` gives what
 * `<DataTable v-bind="list.table.value" @more="list.more" @retry="list.retry">` shows.
 */
export function useKeysetList<Row>(
  key: MaybeRefOrGetter<readonly unknown[]>,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
) {
  const query = useInfiniteQuery({
    queryKey: computed(() => toValue(key)),
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Row>) => page.nextCursor ?? undefined,
  })
  const rows = computed<Row[]>(() => (query.data.value?.pages ?? []).flatMap((page) => page.items))
  const table = computed(() => ({
    rows: rows.value,
    loading: query.isPending.value,
    error: query.error.value as unknown,
    hasMore: query.hasNextPage.value,
    loadingMore: query.isFetchingNextPage.value,
  }))
  return { rows, table, more: () => void query.fetchNextPage(), retry: () => void query.refetch() }
}
