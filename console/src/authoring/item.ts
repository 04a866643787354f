import { type Client, type Item, type ItemRow, body } from "@progressive-flow/client";
import { useQuery } from "@tanstack/react-query";

import { usePlatform } from "@/api";

export type Kind = ItemRow["kind"];
export type Document = Item["document"];

export const KINDS: readonly Kind[] = ["track", "challenge", "page"];

/** Which item: as in the addresses of its pages and of its requests. */
export interface Place {
  readonly organization: string;
  readonly kind: Kind;
  readonly slug: string;
}

/** A draft as it was read or saved, with the ETag under which it may be saved again. */
export interface Draft {
  readonly item: Item;
  readonly etag: string;
}

export const ITEM = "/v1/organizations/{organization}/items/{kind}/{slug}";

/** Read a draft with its ETag, or an earlier revision of it. */
export async function readDraft(api: Client, place: Place, revision?: number): Promise<Draft> {
  const query = revision === undefined ? {} : { revision };
  return withTag(api.GET(ITEM, { params: { path: { ...place }, query } }));
}

/** Save a draft in the place of the one that was read; begin one where there is no tag. */
export async function saveDraft(api: Client, place: Place, document: Document, etag?: string): Promise<Draft> {
  const header = etag === undefined ? {} : { "If-Match": etag };
  return withTag(api.PUT(ITEM, { params: { path: { ...place }, header }, body: { document } }));
}

async function withTag(answer: Promise<{ data?: Item; response: Response }>): Promise<Draft> {
  const { response } = await answer;
  return { item: await body(answer), etag: response.headers.get("ETag") ?? "" };
}

/** The draft of an item. */
export function useDraft(place: Place) {
  const { api } = usePlatform();
  return useQuery({ queryKey: ["get", ITEM, "draft", { ...place }], queryFn: () => readDraft(api, place), staleTime: 0 });
}

/** Return the steps of a place: of a JSON pointer, `/levels/0/name`, or of a finding, `levels.0.name` or `body, line 3`. */
export function stepsOf(place: string): (string | number)[] {
  const steps = place.startsWith("/")
    ? place
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    : (place.split(",")[0] ?? "").split(".");
  return steps.filter((step) => step !== "").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** What the pointer of a refused document begins with: the request's body, and its member. */
const IN_BODY = /^\/body\/document/;

/** Return a place within the document, whatever named it. */
export function withinDocument(pointer: string): (string | number)[] {
  return stepsOf(pointer.replace(IN_BODY, ""));
}
