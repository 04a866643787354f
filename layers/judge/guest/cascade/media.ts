// Media queries and @supports, for a window that is as wide and high as the check says.

import { window } from '../page/window.ts';
import { ALIASES, INHERITED, INITIAL } from './properties.ts';
import { isShorthand } from './shorthands.ts';
import { split } from './text.ts';

const FEATURES: Record<string, string | (() => string)> = {
  'prefers-color-scheme': 'light',
  'prefers-reduced-motion': 'no-preference',
  hover: 'hover',
  'any-hover': 'hover',
  pointer: 'fine',
  'any-pointer': 'fine',
  scripting: 'enabled',
  orientation: () => (window.innerWidth >= window.innerHeight ? 'landscape' : 'portrait'),
};

/** What a feature is compared with: true, false, or null where it is unknown. */
type Answer = boolean | null;

function pixels(text: string): number {
  const found = /^(-?[\d.]+)(px|em|rem)?$/.exec(text.trim());
  if (!found) return NaN;
  return Number(found[1]) * (found[2] === 'em' || found[2] === 'rem' ? 16 : 1);
}

function compare(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '<': return left < right;
    case '<=': return left <= right;
    case '>': return left > right;
    case '>=': return left >= right;
    default: return left === right;
  }
}

function size(name: string): number {
  return name === 'width' ? window.innerWidth : window.innerHeight;
}

function feature(text: string): Answer {
  const limited = /^(min|max)-(width|height)\s*:\s*(.+)$/.exec(text);
  if (limited) return compare(size(limited[2]), limited[1] === 'min' ? '>=' : '<=', pixels(limited[3]));
  const plain = /^(width|height)\s*(:|[<>]=?|=)\s*(.+)$/.exec(text);
  if (plain) return compare(size(plain[1]), plain[2], pixels(plain[3]));
  const range = /^(.+?)\s*([<>]=?)\s*(width|height)\s*(?:([<>]=?)\s*(.+))?$/.exec(text);
  if (range) {
    const [, low, first, name, second, high] = range;
    return compare(pixels(low), first, size(name)) && (!second || compare(size(name), second, pixels(high)));
  }
  return discrete(text);
}

function discrete(text: string): Answer {
  const found = /^([-\w]+)(?:\s*:\s*(.+))?$/.exec(text);
  if (!found) return null;
  const [, name, wanted] = found;
  if (!Object.hasOwn(FEATURES, name)) return !wanted && (name === 'width' || name === 'height' || name === 'color') ? true : null;
  const known = FEATURES[name];
  const actual = typeof known === 'function' ? known() : known;
  return wanted ? actual === wanted : actual !== 'no-preference' && actual !== 'none';
}

/** The parts of a condition between `and` and `or` outside of brackets. */
function operands(text: string): { parts: string[]; operators: string[] } {
  const parts: string[] = [];
  const operators: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (depth === 0 && /\s/.test(text[at])) {
      const found = /^\s+(and|or)\s+/.exec(text.slice(at, at + 40));
      if (!found) continue;
      parts.push(text.slice(from, at));
      operators.push(found[1]);
      at += found[0].length - 1;
      from = at + 1;
    }
  }
  return { parts: [...parts, text.slice(from)], operators };
}

function condition(text: string): Answer {
  const { parts, operators } = operands(text);
  const answers = parts.map(part => operand(part.trim()));
  return operators.includes('or') ? answers.some(answer => answer === true) : answers.every(answer => answer === true);
}

function operand(text: string): Answer {
  if (text.startsWith('not')) {
    const answer = condition(text.slice(3).trim());
    return answer === null ? null : !answer;
  }
  if (!text.startsWith('(') || !text.endsWith(')')) return null;
  const inner = text.slice(1, -1).trim();
  return inner.startsWith('(') || inner.startsWith('not') ? condition(inner) : feature(inner);
}

function query(text: string): boolean {
  let rest = text.trim();
  if (rest === '') return true;
  const modifier = /^(only|not)\s+(?=[a-z])/.exec(rest);
  if (modifier) rest = rest.slice(modifier[0].length);
  const type = /^[a-z]+(?=\s|$)/.exec(rest);
  let holds = true;
  if (type && type[0] !== 'not') {
    holds = type[0] === 'screen' || type[0] === 'all';
    rest = rest.slice(type[0].length).trim().replace(/^and\s+/, '');
  }
  if (rest) holds = condition(rest) === true && holds;
  return modifier?.[1] === 'not' ? !holds : holds;
}

/** Whether a list of media queries holds at this size of the window. */
export function matchesMedia(text: string): boolean {
  if (text.trim() === '') return true;
  return split(text.toLowerCase(), ',').some(part => part.trim() !== '' && query(part));
}

/** Whether an @supports condition on one property holds. */
export function supports(text: string): boolean {
  const found = /^\s*(not\s+)?\(\s*([-\w]+)\s*:/.exec(text);
  if (!found) return !/^\s*not\b/.test(text);
  const name = found[2];
  const isKnown = name.startsWith('--') || Object.hasOwn(INITIAL, name) || Object.hasOwn(ALIASES, name)
    || isShorthand(name) || INHERITED.has(name);
  return found[1] ? !isKnown : isKnown;
}
