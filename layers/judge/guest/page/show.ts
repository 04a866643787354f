// Any value as JSON: what JSON lacks becomes `{$: kind}`. A learner's getters run on the way, under the same limits.

import { asText, clip } from './record.ts';
import { window } from './window.ts';

const MAX_DEPTH = 6;
const MAX_VALUES = 2000;

interface Budget { left: number }

export function show(value: unknown, depth = MAX_DEPTH): unknown {
  return shown(value, depth, { left: MAX_VALUES }, []);
}

function shown(value: unknown, depth: number, budget: Budget, above: unknown[]): unknown {
  if (--budget.left < 0) return { $: 'more' };
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return primitive(value);
  if (above.includes(value)) return { $: 'circular' };
  if (depth === 0) return { $: 'deep' };
  const inner = (part: unknown): unknown => shown(part, depth - 1, budget, [...above, value]);
  if (Array.isArray(value)) return list(value, budget, inner);
  return special(value, inner) ?? properties(value as Record<string, unknown>, budget, inner);
}

function primitive(value: unknown): unknown {
  switch (typeof value) {
    case 'string': return clip(value);
    case 'number': return number(value);
    case 'bigint': return { $: 'bigint', is: clip(String(value)) };
    default: return { $: typeof value };
  }
}

function number(value: number): unknown {
  if (Object.is(value, -0)) return { $: 'number', is: '-0' };
  return Number.isFinite(value) ? value : { $: 'number', is: String(value) };
}

function list(value: unknown[], budget: Budget, inner: (part: unknown) => unknown): unknown[] {
  const found: unknown[] = [];
  for (let index = 0; index < value.length && budget.left > 0; index++) found.push(inner(value[index]));
  return found;
}

/** What is no plain object. The text of its tag decides, since it may come from the learner's realm. */
function special(value: any, inner: (part: unknown) => unknown): unknown {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (value instanceof window.Node) return { $: 'node', is: asText(value.nodeName) };
  if (kind === 'Error' || value instanceof Error) return { $: 'error', name: asText(value.name), message: asText(value.message) };
  switch (kind) {
    case 'Date': return { $: 'date', is: asText(Number(value)) };
    case 'RegExp': return { $: 'regexp', is: asText(value) };
    case 'Map': return { $: 'map', is: [...value].map((entry: any) => [inner(entry[0]), inner(entry[1])]) };
    case 'Set': return { $: 'set', is: [...value].map(inner) };
    case 'Promise': return { $: 'promise' };
    default: return null;
  }
}

function properties(value: Record<string, unknown>, budget: Budget, inner: (part: unknown) => unknown): unknown {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (budget.left <= 0) break;
    found[key === '$' ? '$$' : clip(key)] = inner(value[key]);
  }
  return found;
}
