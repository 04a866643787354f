import type { Design } from "@progressive-flow/client";
import { describe, expect, it } from "vitest";

import {
  EMPTY,
  add,
  change,
  connect,
  copy,
  disconnect,
  edgeId,
  edgesOf,
  freePlace,
  move,
  parse,
  paste,
  placed,
  remove,
} from "./design";

const PAIR: Design = connect(add(add(EMPTY, "client"), "cdn"), "client", "cdn");

describe("a part that is added", () => {
  it("has its type's name, with a number where that is taken", () => {
    const three = add(add(add(EMPTY, "cache"), "cache"), "cache");
    expect(three.nodes.map(({ id }) => id)).toEqual(["cache", "cache_2", "cache_3"]);
  });

  it("lies where no other part lies", () => {
    let design = EMPTY;
    for (let count = 0; count < 60; count++) design = add(design, "app_server");
    const places = design.nodes.map(({ position }) => JSON.stringify(position));
    expect(new Set(places).size).toBe(60);
    expect(places).not.toContain(JSON.stringify(freePlace(design)));
  });
});

describe("connections", () => {
  it("are made once, never of a part with itself", () => {
    expect(connect(PAIR, "client", "cdn")).toBe(PAIR);
    expect(connect(PAIR, "cdn", "cdn")).toBe(PAIR);
    expect(edgesOf(connect(PAIR, "cdn", "client"))).toHaveLength(2);
  });

  it("go with the parts that they join", () => {
    expect(edgesOf(remove(PAIR, new Set(["cdn"])))).toEqual([]);
    expect(edgesOf(disconnect(PAIR, new Set([edgeId({ from: "client", to: "cdn" })])))).toEqual([]);
  });
});

describe("settings", () => {
  it("are left out where the platform's own value holds", () => {
    const sized = change(PAIR, "cdn", { units: 4 });
    expect(sized.nodes[1]).toMatchObject({ units: 4 });
    expect(Object.keys(change(sized, "cdn", { units: undefined }).nodes[1] ?? {})).not.toContain("units");
  });

  it("hold places in whole pixels", () => {
    const moved = move(PAIR, new Map([["cdn", { x: 1.6, y: -0.2 }]]));
    expect(moved.nodes[1]?.position).toEqual({ x: 2, y: -0 });
  });
});

describe("a copy", () => {
  it("has new ids, the connections within, and lies beside", () => {
    const doubled = paste(PAIR, copy(PAIR, new Set(["client", "cdn"])));
    expect(doubled.nodes.map(({ id }) => id)).toEqual(["client", "cdn", "client_2", "cdn_2"]);
    expect(edgesOf(doubled)[1]).toEqual({ from: "client_2", to: "cdn_2" });
    expect(doubled.nodes[2]?.position).not.toEqual(doubled.nodes[0]?.position);
  });

  it("of one part leaves out what joins it with others", () => {
    expect(edgesOf(copy(PAIR, new Set(["cdn"])))).toEqual([]);
  });
});

describe("a design from elsewhere", () => {
  it("gets places for the parts that have none, and keeps the others", () => {
    const mixed: Design = { ...PAIR, nodes: [...PAIR.nodes, { id: "files", type: "object_store" }] };
    const whole = placed(mixed);
    expect(whole.nodes.slice(0, 2)).toEqual(PAIR.nodes);
    expect(whole.nodes[2]?.position).toBeTruthy();
  });

  it("is refused where it has no parts", () => {
    for (const text of ["", "null", "[]", "{}", '{"nodes": 1}']) expect(() => parse(text)).toThrow();
    expect(parse(JSON.stringify(PAIR))).toEqual(PAIR);
  });
});
