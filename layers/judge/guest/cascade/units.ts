// Lengths in pixels: what a browser computes of em, rem, vw and calc() without a layout.

import { window } from '../page/window.ts';
import { split } from './text.ts';

const FONT_SIZES: Record<string, number> = {
  'xx-small': 9, 'x-small': 10, small: 13, medium: 16, large: 18, 'x-large': 24, 'xx-large': 32,
};
// Pixels in a unit that is always the same.
const FIXED: Record<string, number> = {
  px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 96 / 2.54, mm: 9.6 / 2.54, q: 2.4 / 2.54,
};
const PLAIN = /^(-?[1-9]\d*px|[1-9]\d*|rgba?\([^a-z]*)$/; // nothing to compute
const RELATIVE = /\d(rem|em|ch|ex|[dsl]?vh|vw|vmin|vmax)(?![-\w])/i;
const MAX_VALUE = 2000;
const MAX_FUNCTIONS = 8;
const ROOT_PIXELS = 16;
const ZERO = /^0+(\.0+)?$/;
const LENGTHS = new RegExp(
  '^(margin|padding|top|right|bottom|left|width|height|m(ax|in)-|border-.*(width|radius)|row-gap|column-gap|font-size'
  + '|letter-spacing|outline-width|flex-basis)',
);
const NUMBER = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)';
const UNIT = 'px|rem|em|vw|vh|dvh|svh|lvh|vmin|vmax|pt|pc|in|cm|mm|q|ch|ex';
const LENGTH = new RegExp(`(^|[\\s,(/*+-])(${NUMBER})(${UNIT})(?![-\\w])`, 'gi');
const INNERMOST = /\b(calc|min|max|clamp)\(([^()]*)\)/g;
// Stand for the brackets of a function that cannot be computed, so that it is not tried again.
const [OPEN, CLOSE] = ['\u0001', '\u0002'];

export function pixels(number: number): string {
  return `${Number((Math.round(number * 10000) / 10000).toFixed(4))}px`;
}

/** A value with its lengths in pixels. `em` and `rem` are pixels too. */
export function absolute(value: string, em: number, rem: number, property: string): string {
  if (value.length > MAX_VALUE) return value;
  if (ZERO.test(value) && LENGTHS.test(property)) return '0px';
  if (!/\d/.test(value) || PLAIN.test(value) || /url\(|["']/.test(value)) return value;
  const replaced = value.replace(LENGTH, (_, before, number, unit) => (
    before + pixels(Number(number) * pixelsIn(unit.toLowerCase(), em, rem))));
  return replaced.includes('(') ? computed(replaced) : replaced;
}

/** Whether lengths of a value depend on fonts or on the window. */
export function dependsOnElement(value: string): boolean {
  return RELATIVE.test(value);
}

function pixelsIn(unit: string, em: number, rem: number): number {
  switch (unit) {
    case 'em': return em;
    case 'rem': return rem;
    case 'ch': case 'ex': return em * 0.5;
    case 'vw': return window.innerWidth / 100;
    case 'vh': case 'dvh': case 'svh': case 'lvh': return window.innerHeight / 100;
    case 'vmin': return Math.min(window.innerWidth, window.innerHeight) / 100;
    case 'vmax': return Math.max(window.innerWidth, window.innerHeight) / 100;
    default: return FIXED[unit];
  }
}

/** A value whose functions of plain numbers and pixels are computed, from the inside out. */
function computed(value: string): string {
  let text = value;
  for (let round = 0; round < MAX_FUNCTIONS; round++) {
    const next = text.replace(INNERMOST, (all, name, inner) => (
      apply(name, inner) ?? all.replace('(', OPEN).replace(/\)$/, CLOSE)));
    if (next === text) break;
    text = next;
  }
  return text.replaceAll(OPEN, '(').replaceAll(CLOSE, ')');
}

interface Sum { number: number; isPixels: boolean }

function apply(name: string, inner: string): string | null {
  if (inner.includes('%') || !/^[\d\s.,px+*/-]+$/.test(inner)) return null;
  const values = split(inner, ',').map(sum);
  if (values.some(value => value === null)) return null;
  const numbers = values.map(value => value!.number);
  const result = name === 'calc' ? numbers[0]
    : name === 'min' ? Math.min(...numbers)
      : name === 'max' ? Math.max(...numbers)
        : Math.max(numbers[0], Math.min(numbers[1], numbers[2]));
  return values.some(value => value!.isPixels) ? pixels(result) : String(result);
}

function sum(text: string): Sum | null {
  const tokens = text.trim().match(/-?(?:\d+\.?\d*|\.\d+)(?:px)?|[*/]|\s[+-]\s/g);
  if (!tokens || tokens.join('').replace(/\s/g, '') !== text.replace(/\s/g, '')) return null;
  let total = 0;
  let sign = 1;
  let product: number | null = null;
  let operator = '*';
  let isPixels = false;
  for (const raw of tokens) {
    const token = raw.trim();
    if (token === '+' || token === '-') {
      if (product === null) return null;
      total += sign * product;
      sign = token === '-' ? -1 : 1;
      product = null;
      operator = '*';
    } else if (token === '*' || token === '/') operator = token;
    else {
      const number = parseFloat(token);
      isPixels ||= token.endsWith('px');
      product = product === null ? number : operator === '*' ? product * number : product / number;
    }
  }
  return product === null ? null : { number: total + sign * product, isPixels };
}

/** The size of an element's font, which `em` and percentages take from its parent's. */
export function fontSize(value: string | undefined, parentSize: string | null, rem: number): string {
  const inherited = parentSize ?? pixels(ROOT_PIXELS);
  const from = parseFloat(inherited) || ROOT_PIXELS;
  if (value === undefined || value === 'inherit' || value === 'unset') return inherited;
  if (Object.hasOwn(FONT_SIZES, value)) return pixels(FONT_SIZES[value]);
  if (value === 'larger') return pixels(from * 1.2);
  if (value === 'smaller') return pixels(from / 1.2);
  const percent = /^([\d.]+)%$/.exec(value);
  return percent ? pixels((from * Number(percent[1])) / 100) : absolute(value, from, rem, 'font-size');
}
