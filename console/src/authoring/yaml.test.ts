import { describe, expect, it } from "vitest";

import { parse, rangeOf, rearranged, textProblems, valueOf, withValue, write } from "./yaml";

const DOCUMENT = {
  levels: [{ hints: [{ xp_penalty: 2, text: "Multiply." }], level: 1, description: "Two lines:\nthe second.\n" }],
  tags: ["web", "cache"],
  title: "Guest book: a first",
  slug: "guest-book",
  expected: { 1: [0, 100] },
};

describe("write", () => {
  it("loses nothing", () => {
    expect(valueOf(parse(write(DOCUMENT)))).toEqual(DOCUMENT);
  });

  it("puts what names the document first, and its levels last", () => {
    expect(write(DOCUMENT).match(/^\w+/gm)).toEqual(["slug", "title", "tags", "expected", "levels"]);
  });

  it("keeps short lists on a line and texts as they are", () => {
    const text = write(DOCUMENT);
    expect(text).toContain("tags: [web, cache]");
    expect(text).toContain("description: |\n      Two lines:\n      the second.\n");
  });

  it("keeps a text that looks like a grouped number a text", () => {
    expect(valueOf(parse(write({ code: "20_000" })))).toEqual({ code: "20_000" });
  });
});

describe("parse", () => {
  it("reads numbers as the content files write them", () => {
    expect(valueOf(parse("items: 20_000_000\nname: on\n"))).toEqual({ items: 20_000_000, name: "on" });
  });

  it("says where the text cannot be read", () => {
    const source = "slug: a\ntags: [one, two\n";
    const [problem] = textProblems(parse(source), "no object");
    expect(problem?.from).toBeGreaterThan(source.indexOf("tags"));
    expect(valueOf(parse(source))).toBeNull();
  });

  it("refuses a key that is written twice", () => {
    expect(textProblems(parse("slug: a\nslug: b\n"), "no object")).toHaveLength(1);
  });

  it("refuses what is no object", () => {
    expect(textProblems(parse("- one\n"), "no object")).toEqual([{ from: 0, to: 0, message: "no object" }]);
  });
});

describe("rangeOf", () => {
  const source = "slug: a\nlevels:\n  - level: 1\n    name: First\n";

  it("finds a value by its name", () => {
    expect(rangeOf(parse(source), ["levels", 0, "name"]).from).toBe(source.indexOf("name"));
  });

  it("finds the nearest parent of what is missing", () => {
    expect(rangeOf(parse(source), ["levels", 0, "hints"]).from).toBe(source.indexOf("level: 1"));
  });
});

describe("changes", () => {
  const source = "# mine\nslug: a # short\nmodules:\n  - {slug: one}\n  # the second\n  - {slug: two}\n";

  it("leave comments where they are", () => {
    expect(withValue(source, ["slug"], "b")).toBe(source.replace("slug: a", "slug: b"));
  });

  it("move parts with their comments", () => {
    const moved = rearranged(source, (document) => {
      const { items } = document.get("modules") as { items: unknown[] };
      items.reverse();
    });
    expect(valueOf(parse(moved))).toEqual({ slug: "a", modules: [{ slug: "two" }, { slug: "one" }] });
    expect(moved).toContain("# the second");
  });
});
