// The rules that hold at this size of the window, in buckets by what their subject must have.

import { attributeOf, document, internals, window, type AnyElement } from '../page/window.ts';
import { BROWSER_SHEET } from './browser-sheet.ts';
import { matchesMedia, supports } from './media.ts';
import { parse, type Declaration, type GroupRule, type Rule } from './parse.ts';
import { selector, tagged, type ParsedSelector } from './selectors.ts';
import { split } from './text.ts';

export const UNLAYERED = Infinity;
export enum Origin { Browser, Author }

export interface ActiveRule { declarations: Declaration[]; origin: Origin; layer: number; order: number }

const MAX_SHEETS = 50;
const MAX_CSS = 120_000;
const browserRules = parse(BROWSER_SHEET);
const parsedSheets = new Map<string, Rule[]>();

let version = 0;
let buckets: Map<string, { rule: ActiveRule; selector: ParsedSelector }[]> | null = null;
let builtFrom = '';
let edition = 0;
let layers = new Map<string, number>();
let order = 0;

/** The number of changes of the page so far: what is computed of a style holds until the next. */
export function currentVersion(): number {
  return version;
}

/** The number of times that rules were collected: what matched before matches other rules since. */
export function currentEdition(): number {
  return edition;
}

/** Whatever was computed of styles may be wrong now. */
export function touch(): void {
  version++;
}

/** Make each change of the document count: happy-dom clears its own caches then. */
export function followChanges(): void {
  const clear = window.Node.prototype[internals.clearCache];
  Object.defineProperty(window.Node.prototype, internals.clearCache, {
    value() { version++; return clear.call(this); },
    writable: true,
    configurable: true,
  });
}

function sheetTexts(): string[] {
  const texts: string[] = [];
  let size = 0;
  for (const element of tagged(document, 'style').slice(0, MAX_SHEETS)) {
    const media = attributeOf(element, 'media');
    if (media && !matchesMedia(media)) continue;
    const text = element.textContent;
    size += text.length;
    if (size > MAX_CSS) break;
    texts.push(text);
  }
  return texts;
}

/** Collect the rules again, unless neither the sheets nor the window have changed. */
export function collectRules(): void {
  const texts = sheetTexts();
  const key = `${texts.join('\u0000')}|${window.innerWidth}x${window.innerHeight}`;
  if (key === builtFrom && buckets) return;
  builtFrom = key;
  edition++;
  layers = new Map();
  buckets = new Map();
  order = 0;
  add(browserRules, Origin.Browser, '');
  for (const text of texts) {
    if (!parsedSheets.has(text)) parsedSheets.set(text, parse(text));
    add(parsedSheets.get(text)!, Origin.Author, '');
  }
}

function layerNumber(name: string): number {
  if (!layers.has(name)) layers.set(name, layers.size + 1);
  return layers.get(name)!;
}

function add(rules: Rule[], origin: Origin, layer: string): void {
  for (const rule of rules) {
    if (rule.kind !== 'style') { addGroup(rule, origin, layer); continue; }
    const selectors = selectorsOf(rule.selectors);
    if (selectors && rule.declarations.length) {
      const active = { declarations: rule.declarations, origin, layer: layer ? layerNumber(layer) : UNLAYERED, order: ++order };
      for (const found of selectors) addToBucket(found, active);
    }
    add(rule.inner, origin, layer);
  }
}

function addGroup(rule: GroupRule, origin: Origin, layer: string): void {
  const inside = (name: string): string => (layer ? `${layer}.` : '') + name.trim();
  switch (rule.kind) {
    case 'layer':
      for (const name of split(rule.prelude, ',')) layerNumber(inside(name));
      if (rule.rules.length) add(rule.rules, origin, inside(rule.prelude));
      return;
    case 'media': if (!matchesMedia(rule.prelude)) return; break;
    case 'supports': if (!supports(rule.prelude)) return; break;
    case 'container': return; // it would need a layout
    case 'scope': break;
  }
  add(rule.rules, origin, layer);
}

function selectorsOf(texts: string[]): ParsedSelector[] | null {
  try {
    return texts.flatMap(selector);
  } catch {
    return null;
  }
}

function addToBucket(found: ParsedSelector, rule: ActiveRule): void {
  if (!buckets!.has(found.key)) buckets!.set(found.key, []);
  buckets!.get(found.key)!.push({ rule, selector: found });
}

/** The tags that rules name. */
export function ruledTags(): string[] {
  return [...buckets!.keys()].filter(key => /^[a-z]/.test(key));
}

/** The rules that hold for an element or its pseudo-element, each with the weight of its heaviest selector. */
export function rulesFor(element: AnyElement, pseudoElement: string | null): Map<ActiveRule, number> {
  const found = new Map<ActiveRule, number>();
  const classes = attributeOf(element, 'class')?.split(/\s+/).filter(Boolean) ?? [];
  const id = attributeOf(element, 'id');
  const keys = ['*', element.localName, ...(id ? [`#${id}`] : []), ...new Set(classes.map(name => `.${name}`))];
  for (const key of keys) {
    for (const { rule, selector: part } of buckets!.get(key) ?? []) {
      if (part.pseudoElement === pseudoElement && (found.get(rule) ?? -1) < part.weight && part.test(element)) {
        found.set(rule, part.weight);
      }
    }
  }
  return found;
}
