// What can have the focus, and in which order Tab goes through it.

import { currentVersion } from '../cascade/rules.ts';
import { isVisible } from './visibility.ts';
import { attributeOf, document, focused, type AnyElement } from './window.ts';

export const FOCUSABLE = [
  'a[href]', 'area[href]', 'button', 'input:not([type="hidden"])', 'select', 'textarea', 'summary', '[tabindex]',
  '[contenteditable=""]', '[contenteditable="true"]', 'iframe', 'audio[controls]', 'video[controls]',
].join(',');

const FIELDS = new Set(['button', 'input', 'select', 'textarea']);

let modals: AnyElement[] = [];

export function addModal(dialog: AnyElement): void {
  modals.push(dialog);
}

export function removeModal(dialog: AnyElement): void {
  modals = modals.filter(modal => modal !== dialog);
}

/** The modal dialog in front of everything else. */
export function topModal(): AnyElement | null {
  return modals.findLast(dialog => dialog.isConnected && dialog.hasAttribute('open')) ?? null;
}

/** Whether an element or one around it has an attribute; of one tag, if it is given. */
export function isWithin(element: AnyElement, attribute: string, tag?: string): boolean {
  for (let at: any = element; at; at = at.parentElement) {
    if ((tag === undefined || at.localName === tag) && attributeOf(at, attribute) !== null) return true;
  }
  return false;
}

export function isDisabled(element: AnyElement): boolean {
  if (element.disabled === true) return true;
  return FIELDS.has(element.localName) && isWithin(element, 'disabled', 'fieldset');
}

let knownAt = -1;
let known = new Map<AnyElement, boolean>();

export function isFocusable(element: AnyElement): boolean {
  if (knownAt !== currentVersion()) {
    known = new Map();
    knownAt = currentVersion();
  }
  if (!known.has(element)) known.set(element, canHaveFocus(element));
  return known.get(element)!;
}

function canHaveFocus(element: AnyElement): boolean {
  return element.isConnected && element.matches(FOCUSABLE) && !isDisabled(element)
    && !isWithin(element, 'inert') && isVisible(element);
}

function tabIndex(element: AnyElement): number {
  return Number(element.getAttribute('tabindex'));
}

function isRadio(element: AnyElement): boolean {
  return element.localName === 'input' && element.type === 'radio';
}

/** Tab stops once in a group of radio buttons: at the checked one, if there is one. */
function isSkippedRadio(element: AnyElement, all: AnyElement[]): boolean {
  if (!isRadio(element) || element.checked) return false;
  return all.some(other => isRadio(other) && other.name === element.name && other.checked);
}

/** What Tab visits below a node, in its order: positive tabindex first, then the order of the document. */
export function tabStops(root: any): AnyElement[] {
  const found = ([...root.querySelectorAll(FOCUSABLE)] as AnyElement[])
    .filter(element => isFocusable(element) && !(tabIndex(element) < 0));
  const stops = found.filter(element => !isSkippedRadio(element, found));
  const order = (element: AnyElement): number => Math.max(0, tabIndex(element) || 0) || Infinity;
  return stops
    .map((element, index) => ({ element, index }))
    .sort((one, other) => order(one.element) - order(other.element) || one.index - other.index)
    .map(stop => stop.element);
}

/** Move the focus as Tab does. Inside a modal dialog it goes around; at the end of a page it leaves the page. */
export function moveFocus(by: 1 | -1): void {
  const modal = topModal();
  const stops = tabStops(modal ?? document);
  const first = by > 0 ? 0 : stops.length - 1;
  const at = stops.indexOf(focused()!);
  const next = stops[at < 0 ? first : at + by] ?? (modal ? stops[first] : undefined);
  if (next) next.focus();
  else focused()?.blur();
}
