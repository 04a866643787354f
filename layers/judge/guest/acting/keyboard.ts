// Keys: their events, and what a browser does with a key that nobody prevented.

import { isDisabled, moveFocus, topModal } from '../page/focus.ts';
import { document, focused, type AnyElement } from '../page/window.ts';
import { closeTopPopover } from '../repairs/popovers.ts';
import { activate, fire } from './dispatch.ts';
import { insert, isEditable } from './typing.ts';

const KEYS: Record<string, string> = {
  Space: ' ', Esc: 'Escape', Left: 'ArrowLeft', Right: 'ArrowRight', Up: 'ArrowUp', Down: 'ArrowDown',
};
const PRESSED_BY_ENTER = 'button,a[href],summary,input[type="submit"],input[type="button"]';
const PRESSED_BY_SPACE = 'button,summary,input[type="checkbox"],input[type="radio"],input[type="button"],input[type="submit"]';
const WITHOUT_SUBMISSION = ['checkbox', 'radio', 'button', 'reset'];
const SUBMITTERS = 'button:not([type]),button[type="submit"],input[type="submit"]';

interface Key { key: string; code: string; shiftKey: boolean; ctrlKey: boolean; altKey: boolean; metaKey: boolean }

/** A key with its modifiers, written as in `Shift+Tab`. */
function parseKey(text: string): Key {
  const parts = text.length > 1 ? text.split('+') : [text];
  const last = parts.pop()!;
  const key = Object.hasOwn(KEYS, last) ? KEYS[last] : last;
  return {
    key,
    code: codeOf(key),
    shiftKey: parts.includes('Shift'),
    ctrlKey: parts.includes('Ctrl') || parts.includes('Control'),
    altKey: parts.includes('Alt'),
    metaKey: parts.includes('Meta'),
  };
}

function codeOf(key: string): string {
  if (key === ' ') return 'Space';
  return /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
}

function current(): AnyElement {
  return focused() ?? (document.body as AnyElement);
}

export function press(text: string): void {
  const key = parseKey(text);
  const start = current();
  const isAllowed = fire(start, 'KeyboardEvent', 'keydown', key);
  if (isAllowed) performDefault(start, key);
  const isReleased = fire(current(), 'KeyboardEvent', 'keyup', key);
  if (key.key === ' ' && isAllowed && isReleased && current() === start && start.matches(PRESSED_BY_SPACE)) activate(start);
}

function performDefault(element: AnyElement, key: Key): void {
  switch (key.key) {
    case 'Tab': moveFocus(key.shiftKey ? -1 : 1); return; // from where the focus is by now, as in a browser
    case 'Escape': escape(); return;
    case 'Enter': pressEnter(element, key); return;
    case 'Backspace': if (isEditable(element)) insert(element, null); return;
    default: type(element, key);
  }
}

function type(element: AnyElement, key: Key): void {
  const isText = key.key.length === 1 && !key.ctrlKey && !key.metaKey && !key.altKey;
  if (isText && isEditable(element) && fire(element, 'KeyboardEvent', 'keypress', key)) insert(element, key.key);
}

/** Hide the last popover, or cancel the modal dialog. */
function escape(): void {
  if (closeTopPopover()) return;
  const modal = topModal();
  if (modal && fire(modal, 'Event', 'cancel', { bubbles: false })) modal.close();
}

function pressEnter(element: AnyElement, key: Key): void {
  if (element.localName === 'input' && element.form && !WITHOUT_SUBMISSION.includes(element.type)) {
    if (fire(element, 'KeyboardEvent', 'keypress', key)) submitFrom(element.form);
  } else if (element.localName === 'textarea') insert(element, '\n');
  else if (element.matches(PRESSED_BY_ENTER)) activate(element);
}

/** Submit a form by its first button, as Enter in a field does. */
function submitFrom(form: AnyElement): void {
  const button = form.querySelector(SUBMITTERS) as AnyElement | null;
  if (!button) form.requestSubmit();
  else if (!isDisabled(button)) activate(button);
}
