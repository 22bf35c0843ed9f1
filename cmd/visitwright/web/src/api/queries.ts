import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './call'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server has answered is its answer; only silence is worth a retry.
      retry: (failures, e) => failures < 2 && (!(e instanceof ApiError) || e.kind === 'offline' || e.kind === 'unavailable'),
      retryDelay: 700,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
