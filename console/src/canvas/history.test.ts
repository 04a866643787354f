import { expect, it } from "vitest";

import { EMPTY, add } from "./design";
import { type History, advance } from "./history";

const FIRST: History = { past: [], present: EMPTY, future: [] };
const adding = { kind: "change", to: (design: typeof EMPTY) => add(design, "cdn") } as const;

it("undoes and redoes each change", () => {
  const twice = advance(advance(FIRST, adding), adding);
  const back = advance(advance(twice, { kind: "undo" }), { kind: "undo" });
  expect(back.present).toBe(EMPTY);
  expect(advance(advance(back, { kind: "redo" }), { kind: "redo" }).present).toEqual(twice.present);
});

it("has nothing to undo or redo at its ends", () => {
  expect(advance(FIRST, { kind: "undo" })).toBe(FIRST);
  expect(advance(FIRST, { kind: "redo" })).toBe(FIRST);
});

it("forgets what was undone once something else is done", () => {
  const changed = advance(advance(advance(FIRST, adding), { kind: "undo" }), adding);
  expect(changed.future).toEqual([]);
});

it("does not count a change that changes nothing", () => {
  expect(advance(FIRST, { kind: "change", to: (design) => design })).toBe(FIRST);
});

it("remembers the last two hundred changes", () => {
  let history = FIRST;
  for (let count = 0; count < 250; count++) history = advance(history, adding);
  expect(history.past).toHaveLength(200);
});
