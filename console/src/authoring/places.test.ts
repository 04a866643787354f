import { describe, expect, it } from "vitest";

import { stepsOf, withinDocument } from "./item";
import { pointersOf } from "./pointers";
import { listed, survivorOf } from "./survivors";

describe("places", () => {
  it("are read from pointers and from findings", () => {
    expect(stepsOf("levels.0.hints")).toEqual(["levels", 0, "hints"]);
    expect(stepsOf("body, line 12")).toEqual(["body"]);
    expect(stepsOf("/levels/0/a~1b")).toEqual(["levels", 0, "a/b"]);
    expect(withinDocument("/body/document/title")).toEqual(["title"]);
  });

  it("are offered to reviewers in the order of the document", () => {
    expect(pointersOf({ title: "a", levels: [{ "x/y": 1 }] })).toEqual(["/title", "/levels", "/levels/0", "/levels/0/x~1y"]);
  });
});

describe("survivors", () => {
  const code = {
    place: "levels.1.task.checks",
    message:
      "No check finds the mutant 'line 3: '<' as '<=''" + ": write a check for it, or list it under equivalent with a reason.",
  };
  const design = {
    place: "reference_design.nodes.2",
    message:
      "without it the reference still earns 100 on every level: add a test that fails then, " +
      "or list the change 'app: replicas 6 to 5' in harmless_mutants with the reason",
  };

  it("are known among other findings", () => {
    expect(survivorOf(code)).toEqual({ name: "line 3: '<' as '<='", list: "equivalent", level: 1 });
    expect(survivorOf(design)).toEqual({ name: "app: replicas 6 to 5", list: "harmless_mutants", level: null });
    expect(
      survivorOf({ place: "harmless_mutants.0", message: "no mutant of the reference is called 'x': take it out" }),
    ).toBeNull();
  });

  it("are listed where their kind keeps them, and the document that was read stays as it was", () => {
    const document = { levels: [{ task: {} }, { task: { equivalent: [{ mutant: "old", why: "so" }] } }] };
    const survivor = { name: "new", list: "equivalent", level: 1 } as const;
    expect(listed(document, survivor, "no reader sees it").levels).toEqual([
      { task: {} },
      {
        task: {
          equivalent: [
            { mutant: "old", why: "so" },
            { mutant: "new", why: "no reader sees it" },
          ],
        },
      },
    ]);
    expect(document.levels[1]?.task).toEqual({ equivalent: [{ mutant: "old", why: "so" }] });
    expect(listed({}, { name: "n", list: "harmless_mutants", level: null }, "w")).toEqual({
      harmless_mutants: [{ change: "n", why: "w" }],
    });
  });
});
