// Values of properties: which are none, and how a browser writes the others.

import { computedColor, isColorProperty } from './colors.ts';
import { KEYWORDS } from './properties.ts';

const LENGTH_PROPERTY = new RegExp(
  '^((min-|max-)?(width|height)|(margin|padding)-(top|right|bottom|left)|top|right|bottom|left|row-gap|column-gap|font-size'
  + '|letter-spacing|border-.*-radius)$',
);
const LENGTH = /^[-+]?(\d+\.?\d*|\.\d+)([a-z]+|%)?$/i;
const LENGTH_FUNCTION = /^(calc|min|max|clamp|fit-content|env|anchor|anchor-size)\(/;
const LENGTH_WORD = new Set(
  `auto none normal min-content max-content fit-content stretch medium thin thick small large x-small xx-small x-large xx-large
  xxx-large smaller larger -webkit-fill-available`.split(/\s+/),
);
const TIME_PROPERTY = /^(transition|animation)-(duration|delay)$/;
const STRING = /("[^"]*"|'[^']*')/;

/** Whether a browser would keep a declaration of this longhand: colours and lengths are tested, other values are believed. */
export function isValid(name: string, value: string): boolean {
  if (KEYWORDS.has(value)) return true;
  if (isColorProperty(name)) return computedColor(value) !== null;
  if (!LENGTH_PROPERTY.test(name)) return true;
  return value.split(/\s+(?![^(]*\))/).every(word => isLength(word.toLowerCase()));
}

function isLength(word: string): boolean {
  return LENGTH_WORD.has(word) || LENGTH_FUNCTION.test(word) || LENGTH.test(word);
}

/** A value as a browser writes it: colours as rgb(), times in seconds, a blank behind each comma. */
export function written(name: string, value: string): string {
  if (KEYWORDS.has(value)) return value;
  if (isColorProperty(name)) return computedColor(value) ?? value;
  if (value.includes('url(')) return value;
  const spaced = value.split(STRING).map((part, index) => (index % 2 ? part : part.replace(/\s*,\s*/g, ', '))).join('');
  return TIME_PROPERTY.test(name) ? inSeconds(spaced) : spaced;
}

function inSeconds(value: string): string {
  return value.replace(/(-?[\d.]+)(ms|s)\b/g, (_, number, unit) => `${Number(number) / (unit === 'ms' ? 1000 : 1)}s`);
}
