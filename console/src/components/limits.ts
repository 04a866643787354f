import { fields } from "@progressive-flow/client";

/** What the API's document says of a field. */
export interface Limits {
  readonly type?: string;
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly required?: boolean;
  /** Whether null is a value: there is none. */
  readonly nullable?: boolean;
  readonly description?: string;
  /** Schemas that the value, or each item of a list, has one of. */
  readonly of?: readonly Schema[];
}

/** A body whose fields' limits the client knows. */
export type Schema = keyof typeof fields;

/** Return the limits of a schema's fields, by name. */
export function fieldsOf(schema: Schema): Readonly<Record<string, Limits>> {
  return fields[schema];
}

/** Return a field's name as people write it: `xp_reward` becomes `XP reward`. */
export function titleOf(name: string): string {
  return name
    .replaceAll("_", " ")
    .replace(/\bxp\b/, "XP")
    .replace(/^./, (letter) => letter.toUpperCase());
}

/** Return what a field is for. */
export function aboutOf(limits: Limits): string {
  return limits.description?.replaceAll("`", "") ?? "";
}
