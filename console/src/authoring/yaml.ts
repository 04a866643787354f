/** Documents as YAML, which authors edit: written in a stable order, and read with the places of their parts. */
import { Document, type Node, type ScalarTag, isMap, isScalar, isSeq, parseDocument, visit } from "yaml";

/** A part of the text, and what is wrong there. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export type Steps = readonly (string | number)[];
export type Parsed = Document.Parsed;

// Names that come first, in this order, wherever they stand: the API keeps the members of a document in any order.
const FIRST = [
  "schema", "slug", "id", "level", "name", "title", "kind", "type", "track", "lesson", "order", "category", "difficulty",
  "difficulty_level", "description", "prerequisites", "tags", "ddia_concepts", "estimated_minutes", "estimated_hours", "xp_base",
  "level_count", "daily", "catalogue_version", "allowed_types", "workload", "text", "change", "why",
]; // prettier-ignore
const LAST = ["modules", "lessons", "levels", "reference_design", "weaker_designs", "harmless_mutants", "solution_approach", "statement", "body"]; // prettier-ignore
const FLOW_LENGTH = 100; // characters: a short part stands on one line, as in the content files
const WRITING = { lineWidth: 0, blockQuote: "literal", flowCollectionPadding: false } as const;

/** Numbers may be written with underscores, as the platform's own content files have them. */
const GROUPED: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^[-+]?[1-9][0-9]*(?:_[0-9]+)+$/,
  resolve: (source) => Number(source.replaceAll("_", "")),
};
const READING = { customTags: [GROUPED] };

/** Write a document as YAML. */
export function write(value: unknown): string {
  const document = new Document(ordered(value), { ...READING, aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node, path) {
      const text = JSON.stringify(node.toJS(document));
      const short = text.length <= FLOW_LENGTH && !text.includes("\\n");
      if (short && (isSeq(node) || isSeq(path.at(-1)))) node.flow = true;
    },
  });
  return document.toString(WRITING);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, ordered(one)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => rank(one) - rank(other)));
}

function rank(name: string): number {
  const first = FIRST.indexOf(name);
  return first >= 0 ? first - FIRST.length : LAST.indexOf(name) + 1;
}

/** Read YAML; problems are in the document's `errors`. */
export function parse(source: string): Parsed {
  return parseDocument(source, READING);
}

/** Return what a document says, which must be an object to be saved; null where it is none or has errors. */
export function valueOf(document: Parsed): Record<string, unknown> | null {
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  return document.toJS() as Record<string, unknown>;
}

/** Return what is wrong with the text itself. */
export function textProblems(document: Parsed, notAnObject: string): Problem[] {
  if (document.errors.length === 0 && !isMap(document.contents)) return [{ from: 0, to: 0, message: notAnObject }];
  return document.errors.map(({ pos: [from, to], message }) => ({ from, to, message: message.split(" at line")[0] ?? message }));
}

/** Return where a part stands in the text; where the deepest of its parents does, if it is not there. */
export function rangeOf(document: Parsed, steps: Steps): { from: number; to: number } {
  for (let depth = steps.length; depth > 0; depth--) {
    const node = document.getIn(steps.slice(0, depth), true) as Node | undefined;
    const [from, to] = node?.range ?? [];
    if (from !== undefined && to !== undefined) return { from: keyOf(document, steps.slice(0, depth)) ?? from, to };
  }
  return { from: 0, to: 0 };
}

/** A value is found by its name, which stands before it. */
function keyOf(document: Parsed, steps: Steps): number | undefined {
  const parent = document.getIn(steps.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === steps.at(-1));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** Return the text with one part changed; comments and everything else stay as they are. */
export function withValue(source: string, steps: Steps, value: unknown): string {
  const document = parse(source);
  document.setIn(steps, typeof value === "object" ? document.createNode(value) : value);
  return document.toString(WRITING);
}

/** Return the text after parts of it were rearranged. */
export function rearranged(source: string, change: (document: Parsed) => void): string {
  const document = parse(source);
  change(document);
  return document.toString(WRITING);
}
