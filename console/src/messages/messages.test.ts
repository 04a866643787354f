import { expect, it } from "vitest";

import { compact, number, percent, text } from ".";

it("chooses the form by the count, and writes numbers for people", () => {
  expect(text("home.streak", { count: 1 })).toBe("1 day in a row");
  expect(text("home.streak", { count: 1200 })).toBe("1,200 days in a row");
});

it("leaves out what has no value", () => {
  expect(text("xp.amount", {})).toBe(" XP");
});

it("writes figures as short as they are read", () => {
  expect([number(2), number(2.345), compact(999), compact(20_000), percent(0.875)]).toEqual(["2", "2.35", "999", "20K", "88 %"]);
});
