// Custom properties: var() with what stands behind its comma, and an end for cycles and for texts that grow.

import { closingBracket } from './text.ts';

const MAX_DEPTH = 12;
const MAX_VALUE = 4000;

export type Variables = Record<string, string | undefined>;

/** A value with its var() replaced, or null where one is not defined. */
export function resolve(value: string, variables: Variables, depth = 0): string | null {
  const at = value.search(/var\(/i);
  if (at < 0) return value;
  if (depth > MAX_DEPTH || value.length > MAX_VALUE) return null;
  const end = closingBracket(value, at + 3);
  const replacement = lookUp(value.slice(at + 4, end), variables, depth + 1);
  return replacement === null ? null : resolve(value.slice(0, at) + replacement + value.slice(end + 1), variables, depth + 1);
}

function lookUp(inside: string, variables: Variables, depth: number): string | null {
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const value = variables[name];
  const found = value === undefined ? null : resolve(value, variables, depth);
  if (found !== null || comma < 0) return found;
  return resolve(inside.slice(comma + 1).trim(), variables, depth);
}
