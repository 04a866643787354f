// Selectors: css-select tests them; their weight, and the bucket in which a rule is looked up, are computed here.

import { compile } from 'css-select';
import { parse as parseSelector, type Selector } from 'css-what';
import { childrenOf, isElement, nodeArray, window, type AnyElement } from '../page/window.ts';
import { hovered, pseudoClasses } from './pseudo-classes.ts';

export interface ParsedSelector {
  /** Specificity: a * 1,000,000 + b * 1,000 + c. */
  weight: number;
  pseudoElement: string | null;
  /** What the subject must have: `#id`, `.class`, a tag or `*`. */
  key: string;
  test: (element: AnyElement) => boolean;
}

const MAX_SELECTOR = 2000;
const MAX_PART = 999;
const COMBINATORS = new Set(['descendant', 'child', 'adjacent', 'sibling']);
const LEGACY_PSEUDO_ELEMENTS = new Set(['before', 'after', 'first-line', 'first-letter']);
const OF_ITS_ARGUMENT = new Set(['is', 'not', 'has', 'matches']);
// css-select knows these of jQuery; a browser does not.
const JQUERY = new Set(
  'selected checkbox file password radio reset image submit parent header button input text contains icontains'.split(' '),
);

const adapter = {
  isTag: (node: any): node is AnyElement => node.nodeType === 1,
  getName: (element: any) => element.localName,
  getAttributeValue: (element: any, name: string) => element.getAttribute(name) ?? undefined,
  hasAttrib: (element: any, name: string) => element.hasAttribute(name),
  getChildren: (node: any) => childrenOf(node),
  getParent: (node: any) => node.parentNode,
  getSiblings: (node: any) => (node.parentNode ? node.parentNode[nodeArray] : [node]),
  getText: (node: any) => node.textContent,
  prevElementSibling: (element: any) => element.previousElementSibling,
  isHovered: (element: any) => hovered.has(element),
  isActive: () => false,
  isVisited: () => false,
  equals: (one: any, other: any) => one === other,
  removeSubsets: (nodes: any[]) => nodes.filter(node => !nodes.some(other => other !== node && other.contains(node))),
};
// css-select types its nodes as type parameters that its options cannot infer from an adapter of `any`.
const options: any = { adapter, pseudos: pseudoClasses, cacheResults: false, xmlMode: false };

/** A selector's parts, with `:checked` as the state: css-select takes it from the attribute. */
function read(text: string): Selector[][] {
  const parts = parseSelector(text);
  useLiveState(parts);
  return parts;
}

function useLiveState(parts: Selector[][]): void {
  for (const token of parts.flat()) {
    if (token.type !== 'pseudo') continue;
    if (token.name === 'checked') token.name = 'live-checked';
    if (Array.isArray(token.data)) useLiveState(token.data);
  }
}

const parsed = new Map<string, ParsedSelector[] | Error>();

/** The parts of a selector. Throws a SyntaxError for what is none, as a browser does. */
export function selector(text: string): ParsedSelector[] {
  let found = parsed.get(text);
  if (found === undefined) {
    found = parsePartsOf(text);
    parsed.set(text, found);
  }
  if (found instanceof Error) {
    throw new window.DOMException(`'${text.slice(0, 80)}' is not a valid selector`, 'SyntaxError');
  }
  return found;
}

function parsePartsOf(text: string): ParsedSelector[] | Error {
  try {
    if (text.length > MAX_SELECTOR) throw new Error('The selector is too long.');
    return read(text).map(parsePart);
  } catch (error) {
    return error as Error;
  }
}

function parsePart(part: Selector[]): ParsedSelector {
  if (part.some(token => token.type === 'pseudo' && JQUERY.has(token.name))) throw new Error('The pseudo-class is unknown.');
  const pseudoElement = part.find(isPseudoElement) as { name: string } | undefined;
  return {
    weight: weigh(part),
    pseudoElement: pseudoElement?.name ?? null,
    key: keyOf(part),
    test: compile<any, any>([part.filter(token => !isPseudoElement(token))], options),
  };
}

function isPseudoElement(token: Selector): boolean {
  return token.type === 'pseudo-element' || (token.type === 'pseudo' && LEGACY_PSEUDO_ELEMENTS.has(token.name));
}

function keyOf(part: Selector[]): string {
  let key = '*';
  for (const token of [...part].reverse()) {
    if (COMBINATORS.has(token.type)) break;
    if (token.type === 'attribute' && token.name === 'id' && token.action === 'equals') return `#${token.value}`;
    if (token.type === 'attribute' && token.name === 'class' && token.action === 'element') key = `.${token.value}`;
    else if (token.type === 'tag' && key === '*') key = token.name;
  }
  return key;
}

function weigh(part: Selector[]): number {
  let [ids, classes, tags] = [0, 0, 0];
  for (const token of part) {
    if (token.type === 'tag' || token.type === 'pseudo-element') tags++;
    else if (token.type === 'attribute') {
      if (token.name === 'id' && token.action === 'equals' && token.ignoreCase === 'quirks') ids++;
      else classes++;
    } else if (token.type === 'pseudo' && token.name !== 'where') {
      if (!OF_ITS_ARGUMENT.has(token.name) || !Array.isArray(token.data)) { classes++; continue; }
      const heaviest = Math.max(...token.data.map(weigh));
      ids += Math.floor(heaviest / 1e6);
      classes += Math.floor(heaviest / 1e3) % 1000;
      tags += heaviest % 1000;
    }
  }
  return Math.min(ids, MAX_PART) * 1e6 + Math.min(classes, MAX_PART) * 1e3 + Math.min(tags, MAX_PART);
}

export function matches(element: AnyElement, text: string): boolean {
  return selector(text).some(part => part.pseudoElement === null && part.test(element));
}

type Test = (element: AnyElement) => boolean;
/** The test of a selector's parts together; null for one that depends on where it begins. */
const testsOf = new Map<string, Test | null>();

function testOf(text: string): Test | null {
  let found = testsOf.get(text);
  if (found === undefined) {
    const tests = selector(text).filter(part => part.pseudoElement === null).map(part => part.test);
    const whole = tests.length === 1 ? tests[0] : (element: AnyElement) => tests.some(test => test(element));
    found = /:scope|^\s*[>+~]/.test(text) ? null : whole;
    testsOf.set(text, found);
  }
  return found;
}

/** The elements under a node that a selector names, in the order of the document. */
export function select(root: any, text: string, onlyFirst = false): AnyElement[] {
  const test = testOf(text) ?? compile<any, any>(read(text), options, [root]);
  const found: AnyElement[] = [];
  collect(root, test, onlyFirst, found);
  return found;
}

/** The elements under a node with this tag, all of them without one: `select` for the simplest selectors. */
export function tagged(root: any, tag?: string): AnyElement[] {
  const found: AnyElement[] = [];
  collectTagged(root, tag, found);
  return found;
}

function collectTagged(node: any, tag: string | undefined, found: AnyElement[]): void {
  for (const child of node[nodeArray] ?? []) {
    if (child.nodeType !== 1) continue;
    if (tag === undefined || child.localName === tag) found.push(child);
    if (child[nodeArray].length) collectTagged(child, tag, found);
  }
}

/** Collect below a node; true when enough is found. */
function collect(node: any, test: Test, onlyFirst: boolean, found: AnyElement[]): boolean {
  for (const child of childrenOf(node)) {
    if (!isElement(child)) continue;
    if (test(child)) {
      found.push(child);
      if (onlyFirst) return true;
    }
    if (collect(child, test, onlyFirst, found)) return true;
  }
  return false;
}
