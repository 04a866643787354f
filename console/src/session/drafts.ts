import { createStore, del, get, keys, set } from "idb-keyval";

const store = createStore("progressive-flow", "drafts");

/** What somebody is working on, in this browser: a design or files. */
export interface Draft<T> {
  readonly value: T;
  /** When it was changed, in milliseconds since 1970. */
  readonly changed: number;
}

function key(userId: string, place: string): string {
  return `${userId} ${place}`;
}

/** Return the draft that a person has at a place; null where there is none, or where the browser keeps nothing. */
export async function readDraft<T>(userId: string, place: string): Promise<Draft<T> | null> {
  return (await get<Draft<T>>(key(userId, place), store).catch(() => undefined)) ?? null;
}

/** Keep a draft. A browser that refuses storage loses it with the page, and nothing else. */
export async function keepDraft(userId: string, place: string, value: unknown): Promise<void> {
  await set(key(userId, place), { value, changed: Date.now() }, store).catch(() => undefined);
}

/** Forget all drafts of a person: the next one at this browser finds none. */
export async function clearDrafts(userId: string): Promise<void> {
  const all = await keys<string>(store).catch(() => []);
  await Promise.all(all.filter((name) => name.startsWith(`${userId} `)).map((name) => del(name, store)));
}
