// The shorthands whose parts are told apart by what they look like.

import type { Longhands } from './shorthands.ts';
import { split, words } from './text.ts';

const IMAGE = /^(url|[-\w]*gradient|image)\(/;
const LINES = new Set(['none', 'underline', 'overline', 'line-through']);
const LINE_KINDS = new Set(['solid', 'double', 'dotted', 'dashed', 'wavy']);
const THICKNESS = /^(thin|medium|thick|auto|from-font|[\d.]+([a-z]+|%)?)$/;
const POSITION = /^(top|bottom|left|right|center|-?[\d.]+(px|%|em|rem)?)$/;
const BACKGROUND_BOX = /^(fixed|scroll|local|border-box|padding-box|content-box)$/;
// What stands before the size, the size, the height of a line, and the family.
const FONT_SIZE = '(?:[\\d.]+(?:px|em|rem|%|pt)|(?:xx?-)?(?:small|large)|medium|larger|smaller|clamp\\([^)]*\\)|calc\\([^)]*\\))';
const FONT = new RegExp(`^(.*?)(${FONT_SIZE})(?:\\s*/\\s*([^\\s]+))?\\s+(.+)$`);

export function listStyle(value: string): Longhands {
  const found: Longhands = { 'list-style-type': 'disc', 'list-style-position': 'outside', 'list-style-image': 'none' };
  for (const word of words(value)) {
    if (word === 'inside' || word === 'outside') found['list-style-position'] = word;
    else if (word.startsWith('url(')) found['list-style-image'] = word;
    else found['list-style-type'] = word;
  }
  return found;
}

export function textDecoration(value: string): Longhands {
  const found: Longhands = {
    'text-decoration-line': 'none', 'text-decoration-style': 'solid', 'text-decoration-color': 'currentcolor',
  };
  const lines: string[] = [];
  for (const word of words(value)) {
    if (LINES.has(word)) lines.push(word);
    else if (LINE_KINDS.has(word)) found['text-decoration-style'] = word;
    else if (!THICKNESS.test(word)) found['text-decoration-color'] = word;
  }
  if (lines.length) found['text-decoration-line'] = lines.join(' ');
  return found;
}

export function background(value: string): Longhands {
  const layers = split(value, ',');
  const images = layers.map(layer => words(layer).find(word => IMAGE.test(word))).filter(image => image !== undefined);
  const last = layers.at(-1)!.trim().replace(/\s*\/\s*(?![^(]*\))/g, ' / ');
  return {
    'background-color': 'rgba(0, 0, 0, 0)',
    'background-image': images.length ? images.join(', ') : 'none',
    'background-repeat': 'repeat',
    'background-position': '0% 0%',
    'background-size': 'auto',
    ...backgroundLayer(last),
  };
}

function backgroundLayer(layer: string): Longhands {
  const found: Longhands = {};
  const position: string[] = [];
  let isSize = false;
  for (const word of words(layer)) {
    if (IMAGE.test(word) || word === 'none' || BACKGROUND_BOX.test(word)) continue;
    if (word === '/') isSize = true;
    else if (isSize) {
      found['background-size'] = word;
      isSize = false;
    } else if (/^(no-)?repeat/.test(word)) found['background-repeat'] = word;
    else if (POSITION.test(word)) position.push(word);
    else found['background-color'] = word;
  }
  if (position.length) found['background-position'] = position.join(' ');
  return found;
}

export function font(value: string): Longhands {
  const parts = FONT.exec(value);
  if (!parts) return {};
  const [, before, size, lineHeight = 'normal', family] = parts;
  const found: Longhands = {
    'font-style': 'normal', 'font-weight': '400', 'font-size': size, 'line-height': lineHeight, 'font-family': family,
  };
  for (const word of words(before)) {
    if (/italic|oblique/.test(word)) found['font-style'] = word;
    else if (/bold|^\d00$|lighter/.test(word)) found['font-weight'] = word;
  }
  return found;
}

export function transition(value: string): Longhands {
  const layers = split(value, ',').map(transitionLayer);
  const names = ['transition-property', 'transition-duration', 'transition-timing-function', 'transition-delay'];
  return Object.fromEntries(names.map((name, index) => [name, layers.map(layer => layer[index]).join(', ')]));
}

function transitionLayer(layer: string): string[] {
  let property = 'all';
  let timing = 'ease';
  const times: string[] = [];
  for (const word of words(layer)) {
    if (/^-?[\d.]+m?s$/.test(word)) times.push(word);
    else if (/^(ease|linear|step|cubic)/.test(word)) timing = word;
    else property = word;
  }
  return [property, times[0] ?? '0s', timing, times[1] ?? '0s'];
}
