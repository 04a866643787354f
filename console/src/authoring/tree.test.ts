import { describe, expect, it } from "vitest";

import { type At, move, stepFrom } from "./tree";

interface Part {
  readonly name: string;
  readonly lessons: Part[];
}

const part = (name: string, ...lessons: Part[]): Part => ({ name, lessons });
const track = () => [part("one", part("a"), part("b")), part("two"), part("three", part("c"))];
const named = (parts: readonly Part[]): string => parts.map((one) => `${one.name}(${named(one.lessons)})`).join(" ");

function moved(from: At, to: At): string {
  const modules = track();
  move({ modules, lessonsOf: ({ lessons }) => lessons }, from, to);
  return named(modules);
}

describe("move", () => {
  it("moves a module with its lessons", () => {
    expect(moved([0], [2])).toBe("two() three(c()) one(a() b())");
  });

  it("moves a lesson within its module", () => {
    expect(moved([0, 0], [0, 1])).toBe("one(b() a()) two() three(c())");
  });

  it("moves a lesson into another module, to its end where no place is named", () => {
    expect(moved([0, 0], [2])).toBe("one(b()) two() three(c() a())");
    expect(moved([0, 1], [1, 0])).toBe("one(a()) two(b()) three(c())");
  });
});

describe("stepFrom", () => {
  const counts = [2, 0, 1];

  it("stops at both ends", () => {
    expect(stepFrom([0], -1, counts)).toBeNull();
    expect(stepFrom([2], 1, counts)).toBeNull();
    expect(stepFrom([0, 0], -1, counts)).toBeNull();
    expect(stepFrom([2, 0], 1, counts)).toBeNull();
  });

  it("leads from module to module through an empty one", () => {
    expect(stepFrom([0, 1], 1, counts)).toEqual([1, 0]);
    expect(stepFrom([1, 0], 1, [1, 1, 1])).toEqual([2, 0]);
    expect(stepFrom([2, 0], -1, counts)).toEqual([1, 0]);
  });
});
