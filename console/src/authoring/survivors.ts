import type { Report } from "@progressive-flow/client";

import type { Document } from "./item";
import { stepsOf } from "./item";

type Finding = Report["warnings"][number];

/** A mutant that no test finds, and the list of the document that says which are equivalent. */
export interface Survivor {
  readonly name: string;
  readonly list: "equivalent" | "harmless_mutants";
  /** The level of a code task; null where the list is the challenge's. */
  readonly level: number | null;
}

// A report has the mutant within its sentence alone: it is the part between quotes, of the sentence that names the list.
const OF_CODE = /mutant '(.+)': .*\bequivalent\b/s;
const OF_DESIGN = /change '(.+)' in harmless_mutants\b/s;

/** Return the mutant that a finding is about; null for any other finding. */
export function survivorOf({ place, message }: Finding): Survivor | null {
  const code = OF_CODE.exec(message)?.[1];
  const [, level] = stepsOf(place);
  if (code !== undefined && typeof level === "number") return { name: code, list: "equivalent", level };
  const design = OF_DESIGN.exec(message)?.[1];
  return design === undefined ? null : { name: design, list: "harmless_mutants", level: null };
}

type Entry = Readonly<Record<string, string>>;

/** Return the document with a mutant listed as equivalent, and why. */
export function listed(document: Document, { name, list, level }: Survivor, why: string): Document {
  const copied = structuredClone(document);
  const holder = level === null ? copied : taskOf(copied, level);
  const before = (holder[list] ?? []) as readonly Entry[];
  const entry = list === "equivalent" ? { mutant: name, why } : { change: name, why };
  holder[list] = [...before, entry];
  return copied;
}

function taskOf(document: Document, level: number): Record<string, unknown> {
  const { levels } = document as { readonly levels?: readonly { readonly task?: Record<string, unknown> }[] };
  const task = levels?.[level]?.task;
  if (!task) throw new Error(`The draft has no task at levels.${String(level)}.`);
  return task;
}
