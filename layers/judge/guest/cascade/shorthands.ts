// Shorthands, taken apart into the properties that they set.

import { ALIASES, CORNERS, KEYWORDS, SIDES } from './properties.ts';
import { background, font, listStyle, textDecoration, transition } from './shorthands-text.ts';
import { split, words } from './text.ts';

export type Longhands = Record<string, string | undefined>;
type Expand = (value: string) => Longhands;

const LINE_STYLES = new Set('auto none hidden dotted dashed solid double groove ridge inset outset'.split(' '));
const LINE_WIDTH = /^(thin|medium|thick|0|[\d.]+[a-z]*|calc\(.*|clamp\(.*|max\(.*|min\(.*)$/;

function four(value: string): string[] {
  const [top, right = top, bottom = top, left = right] = words(value);
  return [top, right, bottom, left];
}

/** A shorthand that says the same of each side. */
function sides(name: (side: string) => string): Expand {
  return value => Object.fromEntries(four(value).map((each, index) => [name(SIDES[index]), each]));
}

function pair(first: string, second: string): Expand {
  return value => {
    const [one, two = one] = words(value);
    return { [first]: one, [second]: two };
  };
}

/** A border or an outline: width, style and colour in any order. */
function line(...names: string[]): Expand {
  return value => {
    let [width, style, color] = ['medium', 'none', 'currentcolor'];
    for (const word of words(value)) {
      if (LINE_STYLES.has(word)) style = word;
      else if (LINE_WIDTH.test(word)) width = word;
      else color = word;
    }
    return Object.fromEntries(names.flatMap(name => [
      [`${name}-width`, width], [`${name}-style`, style], [`${name}-color`, color],
    ]));
  };
}

function radius(value: string): Longhands {
  const [horizontal] = split(value, '/');
  const [first, second = first, third = first, fourth = second] = words(horizontal);
  const all = [first, second, third, fourth];
  return Object.fromEntries(CORNERS.map((corner, index) => [`border-${corner}-radius`, all[index]]));
}

function flex(value: string): Longhands {
  if (value === 'none') return { 'flex-grow': '0', 'flex-shrink': '0', 'flex-basis': 'auto' };
  if (value === 'auto') return { 'flex-grow': '1', 'flex-shrink': '1', 'flex-basis': 'auto' };
  const parts = words(value);
  const numbers = parts.filter(part => /^[\d.]+$/.test(part));
  const basis = parts.find(part => !/^[\d.]+$/.test(part));
  return { 'flex-grow': numbers[0] ?? '1', 'flex-shrink': numbers[1] ?? '1', 'flex-basis': basis ?? numbers[2] ?? '0%' };
}

function flexFlow(value: string): Longhands {
  const found: Longhands = { 'flex-direction': 'row', 'flex-wrap': 'nowrap' };
  for (const word of words(value)) found[word.includes('wrap') ? 'flex-wrap' : 'flex-direction'] = word;
  return found;
}

function slashed(value: string): string[] {
  return split(value, '/').map(part => part.trim());
}

function gridArea(value: string): Longhands {
  const [first, second, third, fourth] = slashed(value);
  const isOne = second === undefined;
  const other = isOne ? first : 'auto';
  return {
    'grid-row-start': first,
    'grid-column-start': second ?? other,
    'grid-row-end': third ?? other,
    'grid-column-end': fourth ?? other,
  };
}

function gridLine(axis: string): Expand {
  return value => {
    const [start, end = 'auto'] = slashed(value);
    return { [`grid-${axis}-start`]: start, [`grid-${axis}-end`]: end };
  };
}

function gridTemplate(value: string): Longhands {
  const [rows, columns = 'none'] = slashed(value);
  return { 'grid-template-rows': rows, 'grid-template-columns': columns };
}

const EXPANDERS: Record<string, Expand> = {
  margin: sides(side => `margin-${side}`),
  padding: sides(side => `padding-${side}`),
  inset: sides(side => side),
  'margin-inline': pair('margin-left', 'margin-right'),
  'margin-block': pair('margin-top', 'margin-bottom'),
  'padding-inline': pair('padding-left', 'padding-right'),
  'padding-block': pair('padding-top', 'padding-bottom'),
  'inset-inline': pair('left', 'right'),
  'inset-block': pair('top', 'bottom'),
  border: line(...SIDES.map(side => `border-${side}`)),
  ...Object.fromEntries(SIDES.map(side => [`border-${side}`, line(`border-${side}`)])),
  ...Object.fromEntries(['width', 'style', 'color'].map(part => [`border-${part}`, sides(side => `border-${side}-${part}`)])),
  'border-radius': radius,
  outline: line('outline'),
  gap: pair('row-gap', 'column-gap'),
  'grid-gap': pair('row-gap', 'column-gap'),
  overflow: pair('overflow-x', 'overflow-y'),
  'place-items': pair('align-items', 'justify-items'),
  'place-content': pair('align-content', 'justify-content'),
  'place-self': pair('align-self', 'justify-self'),
  flex,
  'flex-flow': flexFlow,
  'grid-area': gridArea,
  'grid-column': gridLine('column'),
  'grid-row': gridLine('row'),
  'grid-template': gridTemplate,
  'list-style': listStyle,
  'text-decoration': textDecoration,
  background,
  font,
  transition,
};
const FONT_NAMES = ['font-style', 'font-weight', 'font-size', 'line-height', 'font-family'];
const FOUR_SIDED = new Set(['margin', 'padding', 'inset', 'border-width', 'border-style', 'border-color', 'border-radius']);

export function isShorthand(name: string): boolean {
  return Object.hasOwn(EXPANDERS, name);
}

/** The names of the properties that a shorthand sets. */
export function partsOf(name: string): string[] {
  return name === 'font' ? FONT_NAMES : Object.keys(EXPANDERS[name]('0'));
}

/** A declaration as the properties that it sets. */
export function expand(written: string, value: string): [string, string][] {
  const name = ALIASES[written] ?? written;
  if (!isShorthand(name)) return [[name, value]];
  if (KEYWORDS.has(value)) return partsOf(name).map(part => [part, value]);
  const found: [string, string][] = [];
  for (const [part, partValue] of Object.entries(EXPANDERS[name](value))) {
    if (partValue !== undefined) found.push([ALIASES[part] ?? part, partValue]);
  }
  return found;
}

/** A shorthand's value, put together from the properties that it sets. */
export function collapse(name: string, read: (part: string) => string): string {
  if (name === 'text-decoration') return read('text-decoration-line');
  if (name === 'background') return read('background-image') === 'none' ? read('background-color') : read('background-image');
  const values = partsOf(name).map(read);
  if (FOUR_SIDED.has(name)) return fourAsShort(values);
  if (name === 'border') return values.slice(0, 3).join(' ');
  if (name === 'list-style') return values[0];
  return values.length === 2 && values[0] === values[1] ? values[0] : values.join(' ');
}

function fourAsShort([top, right, bottom, left]: string[]): string {
  if (left !== right) return [top, right, bottom, left].join(' ');
  if (bottom !== top) return [top, right, bottom].join(' ');
  return right === top ? top : [top, right].join(' ');
}
