import type { NodeBand, NodeUtilization } from "@progressive-flow/client";

import { type Key, number, percent, text } from "@/messages";

/** How busy a part was: a level for its colour, a sign and words for those who do not see colours. */
export interface Mark {
  readonly level: "calm" | "busy" | "strained" | "over";
  readonly sign: string;
  readonly label: string;
  /** Figures of a submitted attempt; a trial shows none. */
  readonly about?: string;
}

export type Marks = ReadonlyMap<string, Mark>;

const SIGNS = { calm: "○", busy: "◐", strained: "●", over: "▲" } as const;
const BANDS: Readonly<Record<NodeBand["band"], readonly [Mark["level"], Key]>> = {
  under_50: ["calm", "band.under50"],
  "50_to_80": ["busy", "band.50to80"],
  "80_to_100": ["strained", "band.80to100"],
  over_100: ["over", "band.over100"],
};

/** Return what a trial says of each part: a band. */
export function bandMarks(nodes: readonly NodeBand[]): Marks {
  return new Map(
    nodes.map(({ node, band }) => {
      const [level, key] = BANDS[band];
      return [node, { level, sign: SIGNS[level], label: text(key) }];
    }),
  );
}

/** Return what a submitted attempt says of each part: its utilization, and what arrives beside what it can do. */
export function utilizationMarks(nodes: readonly NodeUtilization[]): Marks {
  return new Map(
    nodes.map(({ node, utilization, offered_per_second, capacity_per_second }) => {
      const level = levelOf(utilization);
      const label = utilization === null ? text("band.notFinite") : text("band.busy", { percent: percent(utilization) });
      const figures = { offered: figure(offered_per_second), capacity: figure(capacity_per_second) };
      return [node, { level, sign: SIGNS[level], label, about: text("band.figures", figures) }];
    }),
  );
}

function figure(value: number | null): string {
  return value === null ? text("band.unlimited") : number(Math.round(value * 10) / 10);
}

function levelOf(utilization: number | null): Mark["level"] {
  if (utilization === null || utilization > 1) return "over";
  if (utilization < 0.5) return "calm";
  return utilization < 0.8 ? "busy" : "strained";
}

/** Return a component's type as people write it. */
export function kindName(kind: string): string {
  const words = kind.replaceAll("_", " ");
  return SPELLED[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const SPELLED: Readonly<Record<string, string>> = { dns: "DNS", cdn: "CDN", api_gateway: "API gateway", nosql: "NoSQL database" };
