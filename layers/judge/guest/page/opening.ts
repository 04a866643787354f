// Opening a page: the document, its sheet, and its scripts in the order in which a browser runs them.

import { fire } from '../acting/dispatch.ts';
import { touch } from '../cascade/rules.ts';
import { select } from '../cascade/selectors.ts';
import { seed } from './chance.ts';
import { prepare, type Answer } from './network.ts';
import { document, readyState, window, type AnyElement } from './window.ts';

export interface Opening {
  html: string;
  css: string;
  width: number;
  height: number;
  seed: number;
  storage: Record<string, string>;
  answers: Answer[];
}

export interface Script {
  /** Whether it is the learner's file; then the host has its code. */
  file: boolean;
  code: string | null;
  module: boolean;
  /** Runs before there is a body. */
  early: boolean;
  /** Runs when the document is parsed. */
  late: boolean;
}

const WHOLE_DOCUMENT = /^\s*(<!--[\s\S]{0,500}?-->\s*)?<(!doctype|html)\b/i;
const BEFORE_BODY = '<!doctype html><html><head></head><body>';
const SHEET_NAMES = /^(\.?\/)?(style|styles|main|index)\.css$/;
const SCRIPT_NAMES = /^(\.?\/)?(script|main|index|app)\.js$/;
const SCRIPT_TYPES = new Set(['', 'module', 'text/javascript', 'application/javascript']);

/** Write the document. Return its scripts; `nameElements` makes elements with an id globals. */
export function open(page: Opening, nameElements: (ids: string[], find: (id: string) => unknown) => void): Script[] {
  seed(page.seed);
  prepare(page.answers);
  window.happyDOM.setViewport({ width: page.width, height: page.height });
  touch();
  for (const [key, value] of Object.entries(page.storage)) window.localStorage.setItem(key, value);
  document.write(WHOLE_DOCUMENT.test(page.html) ? page.html : `${BEFORE_BODY}${page.html}</body></html>`);
  document.close();
  nameElements(select(document, '[id]').map(element => element.id), id => document.getElementById(id));
  addSheet(page.css);
  return scripts();
}

/** Put the learner's sheet where the document links it, or at the end of the head. */
function addSheet(css: string): void {
  const link = select(document, 'link[rel="stylesheet"]').find(element => SHEET_NAMES.test(element.getAttribute('href') ?? ''));
  if (!link && !css.trim()) return;
  const style = document.createElement('style');
  style.textContent = css;
  if (link) link.after(style);
  else (document.head ?? document.documentElement).append(style);
}

function scripts(): Script[] {
  const found: Script[] = [];
  for (const element of select(document, 'script')) {
    const type = (element.getAttribute('type') ?? '').trim().toLowerCase();
    const source = element.getAttribute('src');
    const isFile = source !== null && SCRIPT_NAMES.test(source);
    if (!SCRIPT_TYPES.has(type) || (source !== null && !isFile)) continue;
    if (isFile && found.some(script => script.file)) continue;
    found.push(scriptOf(element, isFile, type === 'module'));
  }
  const isLinked = found.some(script => script.file);
  return isLinked ? found : [...found, { file: true, code: null, module: false, early: false, late: true }];
}

function scriptOf(element: AnyElement, file: boolean, module: boolean): Script {
  const isDeferred = file && (element.hasAttribute('defer') || element.hasAttribute('async'));
  return {
    file,
    code: file ? null : element.textContent,
    module,
    early: element.closest('head') !== null && !module && !isDeferred,
    late: module || (file && element.hasAttribute('defer')),
  };
}

let heldBody: any[] = [];

/** Go to the next phase of loading: without a body, with it, parsed, complete. */
export function enterPhase({ which }: { which: 'early' | 'parsed' | 'interactive' | 'complete' }): void {
  switch (which) {
    case 'early':
      document[readyState] = 'loading';
      heldBody = [...document.body.childNodes];
      for (const node of heldBody) node.remove();
      return;
    case 'parsed':
      document.body.prepend(...heldBody);
      heldBody = [];
      return;
    case 'interactive':
      document[readyState] = 'interactive';
      fire(document, 'Event', 'DOMContentLoaded', { cancelable: false });
      return;
    case 'complete':
      document[readyState] = 'complete';
      window.dispatchEvent(new window.Event('load'));
  }
}
