// innerText: text as it is laid out in lines, after HTML's rendered text algorithm.

import { valueOf } from '../cascade/computed.ts';
import { isElement, window, type AnyElement } from '../page/window.ts';

/** Text, or a number of line breaks that are needed here at least. */
type Piece = string | number;

const BLOCKS = /^(block|flex|grid|flow-root|list-item|table|table-caption)$/;
const PARAGRAPH_BREAKS = 2;

export function repairInnerText(): void {
  const prototype = window.HTMLElement.prototype;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'innerText')!;
  Object.defineProperty(prototype, 'innerText', { ...descriptor, get(this: AnyElement) { return innerText(this); } });
}

function innerText(element: AnyElement): string {
  if (!element.isConnected || valueOf(element, 'display') === 'none') return element.textContent ?? '';
  const pieces: Piece[] = [];
  collectChildren(element, pieces);
  return joined(pieces);
}

function collectChildren(element: AnyElement, pieces: Piece[]): void {
  for (const node of element.childNodes as any) {
    if (node.nodeType === 3) collectText(node.data, element, pieces);
    else if (isElement(node)) collectElement(node, pieces);
  }
}

function collectText(text: string, parent: AnyElement, pieces: Piece[]): void {
  if (valueOf(parent, 'visibility') !== 'visible') return;
  const isKept = valueOf(parent, 'white-space').startsWith('pre');
  const shown = transformed(isKept ? text : text.replace(/[ \t\n\r\f]+/g, ' '), valueOf(parent, 'text-transform'));
  const isAtStart = !endsInText(pieces) || String(pieces.at(-1)).endsWith(' ');
  pieces.push(!isKept && isAtStart ? shown.replace(/^ /, '') : shown);
}

/** Whether a line has begun. */
function endsInText(pieces: Piece[]): boolean {
  const last = pieces.findLast(piece => piece !== '');
  return typeof last === 'string' && !/[\n\t]$/.test(last);
}

function transformed(text: string, how: string): string {
  switch (how) {
    case 'uppercase': return text.toUpperCase();
    case 'lowercase': return text.toLowerCase();
    case 'capitalize': return text.replace(/(^|\s)\S/g, letter => letter.toUpperCase());
    default: return text;
  }
}

function collectElement(element: AnyElement, pieces: Piece[]): void {
  const display = valueOf(element, 'display');
  if (display === 'none') return;
  if (element.localName === 'br') { pieces.push('\n'); return; }
  const breaks = element.localName === 'p' ? PARAGRAPH_BREAKS : BLOCKS.test(display) ? 1 : 0;
  if (breaks) pieces.push(breaks);
  collectChildren(element, pieces);
  if (display === 'table-cell' && element.nextElementSibling) pieces.push('\t');
  if (display === 'table-row' && element.nextElementSibling) pieces.push('\n');
  if (breaks) pieces.push(breaks);
}

function joined(pieces: Piece[]): string {
  let text = '';
  let needed = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') needed = Math.max(needed, piece);
    else if (piece !== '') {
      if (needed && text) text = text.replace(/ $/, '') + '\n'.repeat(needed);
      needed = 0;
      text += piece;
    }
  }
  return text.replace(/ +$/, '');
}
