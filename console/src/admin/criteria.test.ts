import { describe, expect, it } from "vitest";

import { fieldsOf } from "@/components/limits";

import { asForm, nameOf, wordsOf } from "./criteria";

const OF = fieldsOf("NewAchievement").criteria?.of ?? [];
const ALTERNATIVES = fieldsOf("AnyOf").any?.of ?? [];

const passed = { metric: "levels_passed", threshold: 10, filter: { category: "caching", track: null } };
const days = { metric: "active_days", threshold: 3, filter: null };

describe("criteria", () => {
  it("are offered in the forms that the document names", () => {
    expect(OF).toEqual(["Condition", "AllOf", "AnyOf"]);
    expect(ALTERNATIVES).toEqual(["Condition", "AllOf"]);
    expect(fieldsOf("Condition").metric?.choices).toContain("levels_passed");
  });

  it("are distinguished by their fields, and begin as a condition", () => {
    expect(nameOf({}, OF)).toBe("Condition");
    expect(nameOf(passed, OF)).toBe("Condition");
    expect(nameOf({ all: [passed] }, OF)).toBe("AllOf");
    expect(nameOf({ any: [passed] }, OF)).toBe("AnyOf");
  });

  it("keep what was typed when their form changes", () => {
    expect(asForm(passed, "AllOf", OF)).toEqual({ all: [passed] });
    expect(asForm({ all: [passed, days] }, "AnyOf", OF)).toEqual({ any: [passed, days] });
    expect(asForm({ any: [{ all: [passed, days] }] }, "AllOf", OF)).toEqual({ all: [passed, days] });
    expect(asForm({ any: [{ all: [passed] }, days] }, "Condition", OF)).toEqual(passed);
    expect(asForm({ all: [passed, days] }, "Condition", ALTERNATIVES)).toEqual(passed);
  });

  it("are read as a sentence that says what belongs together", () => {
    expect(wordsOf(passed)).toBe("levels passed ≥ 10 (category caching)");
    expect(wordsOf({ any: [days, { all: [passed, days] }] })).toBe(
      "active days ≥ 3 or (levels passed ≥ 10 (category caching) and active days ≥ 3)",
    );
  });
});
