/** What screens ask for, under one key each, so that an act can say what is old. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { get, type Query } from './client.ts';

/** One answer, asked again now and then while it is looked at. */
export function useRead<T>(path: string, query: Query = {}, everyMs: number | false = 30_000) {
  return useQuery<T>({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

interface Paged {
  readonly next: string | null;
}

/** A keyset list, page after page; it is read anew when somebody asks, not under the cursor. */
export function usePages<T extends Paged>(path: string, query: Query = {}, cursor = 'after') {
  return useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => get<T>(path, { ...query, [cursor]: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  });
}

/** Says that answers are old: they are asked for again where they are looked at. */
export function useRenew(): (...paths: readonly string[]) => void {
  const client = useQueryClient();
  return useCallback(
    (...paths) => {
      for (const path of [...paths, 'summary']) void client.invalidateQueries({ queryKey: [path] });
    },
    [client],
  );
}
