import { QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "./call";

const TRIES = 3;

/** Only reads repeat themselves, and only where a moment may help. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < TRIES && error instanceof ApiFailure && error.passing,
      retryDelay: (failures) => 300 * 2 ** failures * (0.5 + Math.random()),
    },
    mutations: { retry: false },
  },
});
