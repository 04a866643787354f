import { type Schema, fieldsOf } from "@/components/limits";
import { number, text } from "@/messages";

/** Criteria while they are typed: fields may be missing. */
export type Draft = Readonly<Record<string, unknown>>;

/** A condition that nothing was typed of. */
export const fresh: Draft = {};

/** Return the name of the field that holds a form's items; undefined for the form of a single condition. */
export function listOf(form: Schema): string | undefined {
  return Object.entries(fieldsOf(form)).find(([, { type }]) => type === "array")?.[0];
}

/** Return which of the forms a value has: the API distinguishes them by their fields, too. */
export function nameOf(value: Draft, of: readonly Schema[]): Schema {
  const lists = of.filter((form) => listOf(form) !== undefined);
  const form = lists.find((list) => (listOf(list) ?? "") in value) ?? of.find((one) => !lists.includes(one));
  if (form === undefined) throw new Error("The document names no form of these criteria.");
  return form;
}

/** Return the value in another form: what was typed goes along as far as the form has a place for it. */
export function asForm(value: Draft, form: Schema, of: readonly Schema[]): Draft {
  const list = listOf(form);
  const held = listOf(nameOf(value, of));
  const items = held === undefined ? [value] : (value[held] as readonly Draft[]);
  if (list === undefined) return conditions(items)[0] ?? fresh;
  const nested = (fieldsOf(form)[list]?.of ?? []).length > 1;
  return { [list]: nested ? items : conditions(items) };
}

/** Return the conditions of items, those within lists too. */
function conditions(items: readonly Draft[]): readonly Draft[] {
  return items.flatMap((item) => {
    const list = Object.values(item).find((held): held is readonly Draft[] => Array.isArray(held));
    return list ?? [item];
  });
}

/** Return criteria in words: `levels passed ≥ 10 (category caching)`, joined by "and" or "or". */
export function wordsOf(criteria: Draft): string {
  if (Array.isArray(criteria.all)) return (criteria.all as readonly Draft[]).map(wordsOf).join(` ${text("criteria.and")} `);
  if (Array.isArray(criteria.any)) {
    const alternatives = criteria.any as readonly Draft[];
    return alternatives.map((one) => ("all" in one ? `(${wordsOf(one)})` : wordsOf(one))).join(` ${text("criteria.or")} `);
  }
  const { metric, threshold, filter } = criteria as { metric: string; threshold: number; filter?: Draft | null };
  const narrowed = Object.entries(filter ?? {}).filter(([, value]) => value !== null);
  const within = narrowed.map(([name, value]) => ` (${name} ${String(value)})`).join("");
  return `${metric.replaceAll("_", " ")} ≥ ${number(threshold)}${within}`;
}
