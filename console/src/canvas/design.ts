/** A design as the API takes it, and every way to change it: pure functions, so that each change can be undone and tested. */
import type { Design, DesignEdgeInput, DesignNodeInput } from "@progressive-flow/client";

export type ComponentKind = DesignNodeInput["type"];
export type Settings = Partial<Omit<DesignNodeInput, "id" | "type">>;

export const EMPTY: Design = { schema: "sd-graph/1", nodes: [], edges: [] };

/** What a part is called on the design. */
export function nameOf(node: DesignNodeInput): string {
  return node.label?.trim() ? node.label : node.id.replaceAll("_", " ");
}

export function edgesOf(design: Design): readonly DesignEdgeInput[] {
  return design.edges ?? [];
}

/** Return an id for a new part: its type, with a number where there are others. */
export function freshId(kind: string, taken: ReadonlySet<string>): string {
  if (!taken.has(kind)) return kind;
  for (let number = 2; ; number++) {
    if (!taken.has(`${kind}_${String(number)}`)) return `${kind}_${String(number)}`;
  }
}

function ids(design: Design): Set<string> {
  return new Set(design.nodes.map(({ id }) => id));
}

const COLUMN = 230;
const ROW = 120;
const ROWS = 5;

/** Return where a new part is drawn if nobody says: the first place of a grid that is free. */
export function freePlace(design: Design): { x: number; y: number } {
  for (let number = 0; ; number++) {
    const place = { x: Math.floor(number / ROWS) * COLUMN, y: (number % ROWS) * ROW };
    const near = ({ position }: DesignNodeInput) =>
      position != null && Math.abs(position.x - place.x) < COLUMN / 2 && Math.abs(position.y - place.y) < ROW / 2;
    if (!design.nodes.some(near)) return place;
  }
}

/** Add a part. */
export function add(design: Design, kind: ComponentKind, place = freePlace(design)): Design {
  return { ...design, nodes: [...design.nodes, { id: freshId(kind, ids(design)), type: kind, position: place }] };
}

/** Give each part that has no place a free one. */
export function placed(design: Design): Design {
  return design.nodes.reduce(
    (now, { id, position }) => (position == null ? move(now, new Map([[id, freePlace(now)]])) : now),
    design,
  );
}

/** Change a part's settings; a setting of `undefined` is left out, so that the API's own value holds. */
export function change(
  design: Design,
  id: string,
  settings: { readonly [K in keyof Settings]: Settings[K] | undefined },
): Design {
  const nodes = design.nodes.map((node) =>
    node.id === id ? (withoutUndefined({ ...node, ...settings }) as DesignNodeInput) : node,
  );
  return { ...design, nodes };
}

function withoutUndefined(entries: object): object {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** Move parts to places, in whole pixels. */
export function move(design: Design, places: ReadonlyMap<string, { x: number; y: number }>): Design {
  const nodes = design.nodes.map((node) => {
    const place = places.get(node.id);
    return place ? { ...node, position: { x: Math.round(place.x), y: Math.round(place.y) } } : node;
  });
  return { ...design, nodes };
}

/** Connect two parts; a connection that is there already, or of a part with itself, changes nothing. */
export function connect(design: Design, from: string, to: string): Design {
  const edges = edgesOf(design);
  if (from === to || edges.some((edge) => edge.from === from && edge.to === to)) return design;
  return { ...design, edges: [...edges, { from, to }] };
}

/** Remove connections, each named by `edgeId`. */
export function disconnect(design: Design, gone: ReadonlySet<string>): Design {
  return { ...design, edges: edgesOf(design).filter((edge) => !gone.has(edgeId(edge))) };
}

/** Remove parts and their connections. */
export function remove(design: Design, gone: ReadonlySet<string>): Design {
  const nodes = design.nodes.filter(({ id }) => !gone.has(id));
  const edges = edgesOf(design).filter(({ from, to }) => !gone.has(from) && !gone.has(to));
  return { ...design, nodes, edges };
}

export function edgeId({ from, to }: DesignEdgeInput): string {
  return `${from}>${to}`;
}

/** Return the chosen parts and the connections between them. */
export function copy(design: Design, chosen: ReadonlySet<string>): Design {
  const nodes = design.nodes.filter(({ id }) => chosen.has(id));
  return { ...design, nodes, edges: edgesOf(design).filter(({ from, to }) => chosen.has(from) && chosen.has(to)) };
}

const BESIDE = 40;

/** Add a copy of parts beside them, under new ids. */
export function paste(design: Design, copied: Design): Design {
  const taken = ids(design);
  const renamed = new Map<string, string>();
  const nodes = copied.nodes.map((node) => {
    const id = freshId(node.type, taken);
    taken.add(id);
    renamed.set(node.id, id);
    const { x, y } = node.position ?? { x: 0, y: 0 };
    return { ...node, id, position: { x: x + BESIDE, y: y + BESIDE } };
  });
  const edges = edgesOf(copied).map((edge) => ({ ...edge, from: renamed.get(edge.from) ?? "", to: renamed.get(edge.to) ?? "" }));
  return { ...design, nodes: [...design.nodes, ...nodes], edges: [...edgesOf(design), ...edges] };
}

/** Read a design that somebody exported; raises where the text is none. The API checks the rest when it is tried. */
export function parse(source: string): Design {
  const value: unknown = JSON.parse(source);
  if (typeof value !== "object" || value === null || !("nodes" in value) || !Array.isArray(value.nodes))
    throw new Error("no design");
  return { ...(value as Design), schema: "sd-graph/1" };
}
