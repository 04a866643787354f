import { Suspense, lazy } from "react";

const Markdown = lazy(() => import("./Markdown"));

/** Markdown, loaded when a page has some: its plain text stands there meanwhile. */
export function Prose({ source }: { readonly source: string }) {
  return (
    <Suspense fallback={<p className="pre">{source}</p>}>
      <Markdown source={source} />
    </Suspense>
  );
}
