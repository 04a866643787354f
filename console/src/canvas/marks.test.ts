import { expect, it } from "vitest";

import { bandMarks, kindName, utilizationMarks } from "./marks";

it("says of a trial a band, and no figure", () => {
  const marks = bandMarks([{ node: "cdn", type: "cdn", band: "over_100" }]);
  expect(marks.get("cdn")).toEqual({ level: "over", sign: "▲", label: "over 100 %" });
});

it.each([
  [0.49, "calm"],
  [0.5, "busy"],
  [0.8, "strained"],
  [1, "strained"],
  [1.01, "over"],
  [null, "over"],
])("says of an attempt that was %s busy that it is %s", (utilization, level) => {
  const node = { node: "cdn", type: "cdn", utilization, offered_per_second: 10, capacity_per_second: null };
  expect(utilizationMarks([node]).get("cdn")?.level).toBe(level);
});

it("has a sign of its own for each level, so that colour is never alone", () => {
  const bands = ["under_50", "50_to_80", "80_to_100", "over_100"] as const;
  const marks = bandMarks(bands.map((band) => ({ node: band, type: "cdn", band })));
  expect(new Set([...marks.values()].map(({ sign }) => sign)).size).toBe(4);
});

it("writes types as people do", () => {
  expect(["dns", "load_balancer", "nosql"].map(kindName)).toEqual(["DNS", "Load balancer", "NoSQL database"]);
});
