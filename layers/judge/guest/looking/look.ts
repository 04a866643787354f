// What a check sees of an element.

import { nameOf, squash, wordsIn } from '../accessibility/names.ts';
import { roleOf } from '../accessibility/roles.ts';
import { valueOf } from '../cascade/computed.ts';
import { select } from '../cascade/selectors.ts';
import { isDisabled } from '../page/focus.ts';
import { asText, clip } from '../page/record.ts';
import { isVisible } from '../page/visibility.ts';
import { document, focused, hasFocusInside, type AnyElement } from '../page/window.ts';
import { referenceTo } from './references.ts';

/** What is wanted of each element. */
export interface Wanted {
  text?: true; html?: true; value?: true; checked?: true; disabled?: true; valid?: true; visible?: true; focused?: true;
  focusInside?: true; role?: true; name?: true; classes?: true;
  attrs?: string[];
  /** Properties, with `::before` and the like behind them. */
  style?: string[];
}

const MAX_STYLE = 300;

export function shownText(element: AnyElement): string {
  return squash(element.localName === 'input' || element.localName === 'textarea' ? '' : wordsIn(element));
}

function isValid(element: AnyElement): boolean {
  if (typeof element.checkValidity !== 'function') return true;
  return element.validity?.valid ?? select(document, ':invalid').every(invalid => !element.contains(invalid));
}

const LOOKS: Record<string, (element: AnyElement) => unknown> = {
  text: element => clip(shownText(element)),
  html: element => clip(element.innerHTML),
  value: element => ('value' in element ? asText(element.value) : null),
  checked: element => element.checked === true || element.getAttribute('aria-checked') === 'true',
  disabled: element => isDisabled(element) || element.getAttribute('aria-disabled') === 'true',
  valid: isValid,
  visible: isVisible,
  focused: element => focused() === element,
  focusInside: hasFocusInside,
  role: roleOf,
  name: element => clip(nameOf(element)),
  classes: element => clip(element.getAttribute('class') ?? '').split(/\s+/).filter(Boolean),
};

export function look(element: AnyElement, wanted: Wanted): Record<string, unknown> {
  const seen: Record<string, unknown> = { ref: referenceTo(element), tag: element.localName };
  for (const [name, read] of Object.entries(LOOKS)) {
    if (wanted[name as keyof Wanted]) seen[name] = read(element);
  }
  if (wanted.attrs) seen.attrs = Object.fromEntries(wanted.attrs.map(name => [name, attribute(element, name)]));
  if (wanted.style) seen.style = Object.fromEntries(wanted.style.map(name => [name, styleValue(element, name)]));
  return seen;
}

function attribute(element: AnyElement, name: string): string | null {
  return element.hasAttribute(name) ? clip(element.getAttribute(name)!) : null;
}

function styleValue(element: AnyElement, property: string): string {
  const [name, pseudoElement = null] = property.split('::');
  return valueOf(element, name, pseudoElement).slice(0, MAX_STYLE);
}
