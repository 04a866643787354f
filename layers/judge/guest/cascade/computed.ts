// The cascade: what a browser's computed style says of an element, where no layout is needed.

import { attributeOf, document, type AnyElement } from '../page/window.ts';
import { parseAttribute, type Declaration, type Longhand } from './parse.ts';
import { ALIASES, INHERITED, INITIAL, KEYWORDS, SIDES } from './properties.ts';
import { collectRules, currentEdition, currentVersion, Origin, ruledTags, rulesFor, UNLAYERED, type ActiveRule } from './rules.ts';
import { collapse, expand, isShorthand } from './shorthands.ts';
import { absolute, dependsOnElement, fontSize, pixels } from './units.ts';
import { isValid, written } from './values.ts';
import { resolve, type Variables } from './variables.ts';

type Values = Record<string, string | undefined>;

interface Style {
  values: Values;
  /** The inherited properties alone: the prototype of the children's values. */
  inheritable: Values;
  variables: Variables;
}

type Matched = Map<ActiveRule, number>;

/** A style with all that it was computed from: where none of it has changed, neither has the style. */
interface Kept { style: Style; parent: Style | null; matched: Matched; attribute: string | null; root: number; edition: number }

interface Found { declaration: Declaration; rank: number; weight: number; order: number }

const BLOCK_OF: Record<string, string> = {
  inline: 'block', 'inline-block': 'block', 'inline-flex': 'flex', 'inline-grid': 'grid', 'inline-table': 'table',
};
const WEIGHTS: Record<string, string> = { bold: '700', bolder: '700', normal: '400' };
const LINES = SIDES.map(side => ({ style: `border-${side}-style`, width: `border-${side}-width` }));
const ATTRIBUTE_ORDER = 1e6;
const MEDIUM_LINE = '3px';

let computedAt = -1;
let styles = new Map<AnyElement, Map<string, Style>>();
const kept = new WeakMap<AnyElement, Map<string, Kept>>();

function styleOf(element: AnyElement, pseudoElement: string | null = null): Style {
  if (computedAt !== currentVersion()) {
    styles = new Map();
    computedAt = currentVersion();
    collectRules();
  }
  const known = styles.get(element) ?? new Map<string, Style>();
  styles.set(element, known);
  const name = pseudoElement ?? '';
  const found = known.get(name);
  if (found) return found;
  const computed = compute(element, pseudoElement);
  known.set(name, computed);
  return computed;
}

function compute(element: AnyElement, pseudoElement: string | null): Style {
  const parent = pseudoElement ? styleOf(element) : element.parentElement ? styleOf(element.parentElement as AnyElement) : null;
  const matched = rulesFor(element, pseudoElement);
  const attribute = pseudoElement ? null : attributeOf(element, 'style');
  const root = parent ? rootSize() : 16;
  const before = kept.get(element)?.get(pseudoElement ?? '');
  if (before && before.parent === parent && before.attribute === attribute && before.root === root
    && before.edition === currentEdition() && areEqual(before.matched, matched)) return before.style;
  const style = computeFrom(element, pseudoElement, parent, declarationsOf(matched, attribute));
  if (!kept.has(element)) kept.set(element, new Map());
  kept.get(element)!.set(pseudoElement ?? '', { style, parent, matched, attribute, root, edition: currentEdition() });
  return style;
}

function areEqual(one: Matched, other: Matched): boolean {
  if (one.size !== other.size) return false;
  for (const [rule, weight] of one) if (other.get(rule) !== weight) return false;
  return true;
}

function computeFrom(element: AnyElement, pseudoElement: string | null, parent: Style | null, declarations: Declaration[]): Style {
  const variables = variablesOf(declarations, parent);
  const specified = specifiedBy(declarations, variables);
  const values: Values = Object.create(parent?.inheritable ?? null);
  const size = fontSize(specified['font-size']?.value, parent?.values['font-size'] ?? null, parent ? rootSize() : 16);
  values['font-size'] = size;
  const em = parseFloat(size) || 16;
  const rem = element === document.documentElement ? em : rootSize();
  for (const name in specified) {
    const { value, isFinal } = specified[name];
    if (name === 'font-size' || value === undefined) continue;
    const computed = isFinal ? value : KEYWORDS.has(value) ? fromKeyword(name, value, parent) : absolute(value, em, rem, name);
    if (computed !== undefined) values[name] = computed;
  }
  adjust(values, parent, pseudoElement);
  return { values, variables, inheritable: inheritableOf(values, parent) };
}

function rootSize(): number {
  return parseFloat(styleOf(document.documentElement as AnyElement).values['font-size'] ?? '') || 16;
}

/** What applies to an element, the weakest first. */
function declarationsOf(matched: Matched, attribute: string | null): Declaration[] {
  const found: Found[] = [];
  for (const [rule, weight] of matched) {
    for (const declaration of rule.declarations) {
      found.push({ declaration, rank: rankOf(rule.origin, declaration.important, rule.layer), weight, order: rule.order });
    }
  }
  for (const declaration of attribute ? parseAttribute(attribute) : []) {
    const rank = rankOf(Origin.Author, declaration.important, UNLAYERED) + 0.5;
    found.push({ declaration, rank, weight: 0, order: ATTRIBUTE_ORDER });
  }
  found.sort((one, other) => one.rank - other.rank || one.weight - other.weight || one.order - other.order);
  return found.map(item => item.declaration);
}

/** Origin, importance and layer as one number: important declarations turn the order of origins and layers around. */
function rankOf(origin: Origin, important: boolean, layer: number): number {
  const isLayered = layer !== UNLAYERED;
  if (important) return 10 + (origin === Origin.Browser ? 5 : 0) + (isLayered ? 1 + (1000 - layer) / 1000 : 0);
  return origin * 2 + (isLayered ? layer / 1000 : 1);
}

function variablesOf(declarations: Declaration[], parent: Style | null): Variables {
  const variables: Variables = Object.create(parent?.variables ?? null);
  for (const { name, value } of declarations) {
    if (!name.startsWith('--') || value === 'inherit' || value === 'unset') continue;
    variables[name] = value === 'initial' ? undefined : value;
  }
  return variables;
}

/** The properties as declared, shorthands taken apart, invalid ones left out. */
function specifiedBy(declarations: Declaration[], variables: Variables): Record<string, Longhand> {
  const specified: Record<string, Longhand> = Object.create(null);
  for (const declaration of declarations) {
    if (declaration.name.startsWith('--')) continue;
    for (const longhand of declaration.longhands ?? longhandsOf(declaration, variables)) specified[longhand.name] = longhand;
  }
  return specified;
}

function longhandsOf(declaration: Declaration, variables: Variables): Longhand[] {
  const value = resolve(declaration.value, variables);
  if (value === null) return expand(declaration.name, 'initial').map(([name]) => ({ name, value: undefined, isFinal: true }));
  const parts = expand(declaration.name, value);
  const longhands = parts.every(([name, part]) => isValid(name, part)) ? parts.map(([name, part]) => longhand(name, part)) : [];
  if (value === declaration.value) declaration.longhands = longhands; // it names no variable
  return longhands;
}

function longhand(name: string, part: string): Longhand {
  const value = written(name, part);
  const isFinal = name !== 'font-size' && !KEYWORDS.has(value) && !dependsOnElement(value);
  return { name, value: isFinal ? absolute(value, 1, 1, name) : value, isFinal };
}

function fromKeyword(name: string, keyword: string, parent: Style | null): string | undefined {
  const isInherited = keyword === 'inherit' || (keyword !== 'initial' && INHERITED.has(name));
  if (isInherited) return parent ? read(parent.values, name) : undefined;
  return keyword.startsWith('revert') ? undefined : INITIAL[name];
}

/** What follows from other values: bold is a number, floats are blocks, lines without a style have no width. */
function adjust(values: Values, parent: Style | null, pseudoElement: string | null): void {
  const weight = values['font-weight'];
  if (weight !== undefined && Object.hasOwn(WEIGHTS, weight)) values['font-weight'] = WEIGHTS[weight];
  const isOut = values.position === 'absolute' || values.position === 'fixed' || (values.float ?? 'none') !== 'none';
  const isItem = /flex|grid/.test(parent?.values.display ?? '') && !pseudoElement;
  const display = values.display ?? 'inline';
  if (isOut || isItem) values.display = BLOCK_OF[display] ?? display;
  for (const { style, width } of LINES) {
    if ((values[style] ?? 'none') === 'none') values[width] = '0px';
    else if ((values[width] ?? 'medium') === 'medium') values[width] = MEDIUM_LINE;
  }
}

function inheritableOf(values: Values, parent: Style | null): Values {
  const inheritable: Values = Object.create(parent?.inheritable ?? null);
  for (const name of Object.keys(values)) if (INHERITED.has(name)) inheritable[name] = values[name];
  return inheritable;
}

function read(values: Values, name: string): string {
  const value = values[name] ?? INITIAL[name] ?? '';
  if (value.toLowerCase() === 'currentcolor') return values.color ?? INITIAL.color;
  return value;
}

/** One property of an element or of its pseudo-element, as computed; '' for what is not in the document. */
export function valueOf(element: AnyElement, property: string, pseudoElement: string | null = null): string {
  if (!element.isConnected) return '';
  const { values, variables } = styleOf(element, pseudoElement);
  if (property.startsWith('--')) return resolve(variables[property] ?? '', variables) ?? '';
  const name = ALIASES[property] ?? property;
  return isShorthand(name) ? collapse(name, part => read(values, part)) : read(values, name);
}

/** The same, as `getComputedStyle` gives it: it resolves a line's height to pixels. */
export function resolvedValueOf(element: AnyElement, property: string, pseudoElement: string | null = null): string {
  const value = valueOf(element, property, pseudoElement);
  if (property !== 'line-height' || !/^[\d.]+$/.test(value)) return value;
  return pixels(Number(value) * parseFloat(valueOf(element, 'font-size', pseudoElement)));
}

/** Prepare the browser's own rules and what they declare, so that no page has to. */
export function prepareStyles(): void {
  collectRules();
  for (const tag of ruledTags()) styleOf(document.createElement(tag) as AnyElement);
}
