import type { Document } from "./item";

const DEPTH = 4; // `/levels/0/hints/1`: what is within is said in words

/** Return JSON pointers to the parts of a document, in its order, as deep as a reviewer needs to point. */
export function pointersOf(document: Document): string[] {
  const found: string[] = [];
  function walk(value: unknown, pointer: string, depth: number): void {
    if (typeof value !== "object" || value === null || depth === DEPTH) return;
    for (const [name, part] of Object.entries(value)) {
      const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      found.push(inner);
      walk(part, inner, depth + 1);
    }
  }
  walk(document, "", 0);
  return found;
}
