import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { usePlatform } from "@/api";

/** One page of a list, as every list of the API answers it. */
interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

type Query = Readonly<Record<string, string | number | boolean>>;
// Lists differ by path alone here, so that one hook serves them all: the rows' type is the caller's to name.
type Get = (path: string, options: object) => Promise<{ data?: unknown }>;

const MOST_PAGES = 20;

/** Read all rows of a list that is short enough to be shown whole. */
export function useAllPages<T>(path: string, query: Query = {}) {
  const get = usePlatform().api.GET as unknown as Get;
  return useQuery({
    queryKey: ["get", path, "all", query],
    queryFn: async () => {
      const rows: T[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer = await get(path, { params: { query: { ...query, limit: 100, ...(cursor !== null && { cursor }) } } });
        const { items, next_cursor } = answer.data as Page<T>;
        rows.push(...items);
        if (next_cursor === null) break;
        cursor = next_cursor;
      }
      return rows;
    },
  });
}

/** Read a list page by page; `fetchNextPage` reads on. */
export function usePages<T>(path: string, options: { readonly path?: object; readonly query?: Query } = {}) {
  const get = usePlatform().api.GET as unknown as Get;
  const { data, ...query } = useInfiniteQuery({
    queryKey: ["get", path, "pages", options],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const params = { path: options.path ?? {}, query: { ...options.query, ...(pageParam !== null && { cursor: pageParam }) } };
      return (await get(path, { params })).data as Page<T>;
    },
    getNextPageParam: (last) => last.next_cursor,
  });
  return { ...query, data: data?.pages.flatMap(({ items }) => items) };
}
