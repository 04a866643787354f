import type { Design } from "@progressive-flow/client";

import { edgesOf, move } from "./design";

export const WIDTH = 170;
export const HEIGHT = 96;

/** Return the design with every part in a layer after those that call it. The library is loaded when it is first used. */
export async function arrange(design: Design): Promise<Design> {
  const { Graph, layout } = await import("@dagrejs/dagre").then((module) => ({
    Graph: module.default.graphlib.Graph,
    layout: module.default.layout,
  }));
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 70 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of design.nodes) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const { from, to } of edgesOf(design)) graph.setEdge(from, to);
  layout(graph);
  const places = design.nodes.map(({ id }) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return [id, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }] as const;
  });
  return move(design, new Map(places));
}

/** Whether a part lacks a place, as in designs that were written by hand. */
export function needsPlaces(design: Design): boolean {
  return design.nodes.some(({ position }) => position == null);
}
