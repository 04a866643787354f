import type { ReactNode } from "react";

import { text } from "@/messages";

import { Failure } from "./Failure";

/** What a page needs of a query. */
interface Query<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
}

interface Props<T> {
  readonly query: Query<T>;
  readonly children: (data: T) => ReactNode;
}

/** What a query read, once it is there; meanwhile that it loads, or why it could not. */
export function Loaded<T>({ query, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error != null) return <Failure error={query.error} again={() => void query.refetch()} />;
  return (
    <p className="loading" role="status">
      {text("app.loading")}
    </p>
  );
}
