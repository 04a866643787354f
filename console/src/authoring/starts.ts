import type { Document, Kind } from "./item";

/** What an author says of an item before it is begun. */
export interface Start {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly track: string;
  readonly lesson: string;
  /** Its place in the track, or a track's place among tracks. */
  readonly order: string;
}

/** Return the first draft of an item: a copy under its own names, or the least that its kind must say. */
export function documentOf(kind: Kind, start: Start, like: Document | null): Document {
  const { track, lesson, order, ...named } = start;
  const place = kind === "track" ? {} : { track, lesson };
  return { ...(like ?? least(kind)), ...named, ...place, order: Number(order) };
}

function least(kind: Kind): Document {
  switch (kind) {
    case "track":
      return {
        difficulty_level: "fundamentals",
        estimated_hours: 1,
        prerequisites: [],
        modules: [
          {
            slug: "first-module",
            title: "First module",
            description: "…",
            lessons: [{ slug: "first-lesson", title: "First lesson", description: "…" }],
          },
        ],
      };
    case "page":
      return { body: "…" };
    case "challenge":
      return {
        category: "web",
        difficulty: "beginner",
        prerequisites: [],
        ddia_concepts: [],
        tags: ["first", "second", "third"],
        estimated_minutes: 60,
        xp_base: 100,
        level_count: 1,
        statement: "## The system\n\n## Functional requirements\n\n## Non-functional requirements\n\n## Estimates\n",
        levels: [],
      };
  }
}
