import { QueryClient } from '@tanstack/vue-query'
import { isTransient } from './problem'

/** Online reads. Nothing is kept on the device: the cache lives and dies with the window. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The browser's idea of being online is wrong on office networks: ask the server.
      networkMode: 'always',
      retry: (failures, error) => failures < 1 && isTransient(error),
      staleTime: 10_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
})
