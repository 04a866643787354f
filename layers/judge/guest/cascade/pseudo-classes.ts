// The pseudo-classes that depend on what a page is doing, which css-select knows nothing of.

import { document, focused, hasFocusInside, type AnyElement } from '../page/window.ts';

/** The elements that the pointer is over. */
export const hovered = new Set<AnyElement>();

/** The popovers that are open, the last one last. */
export const openPopovers = new Set<AnyElement>();

const FIELDS = 'input,select,textarea';

function isValid(element: AnyElement): boolean | null {
  return element.willValidate !== false && element.validity ? element.validity.valid : null;
}

function isGroup(element: AnyElement): boolean {
  return element.localName === 'form' || element.localName === 'fieldset';
}

function hasInvalidField(group: AnyElement): boolean {
  return ([...group.querySelectorAll(FIELDS)] as AnyElement[]).some(field => isValid(field) === false);
}

export const pseudoClasses: Record<string, (element: AnyElement) => boolean> = {
  'live-checked': element => element.checked === true || (element.localName === 'option' && element.selected === true),
  focus: element => focused() === element,
  'focus-visible': element => focused() === element,
  'focus-within': hasFocusInside,
  target: element => element.id !== '' && document.location.hash === `#${element.id}`,
  valid: element => (isGroup(element) ? !hasInvalidField(element) : isValid(element) === true),
  invalid: element => (isGroup(element) ? hasInvalidField(element) : isValid(element) === false),
  'user-invalid': element => isValid(element) === false && element.value !== '',
  'placeholder-shown': element => element.hasAttribute('placeholder') && element.value === '',
  open: element => element.hasAttribute('open'),
  modal: element => element.localName === 'dialog' && element.hasAttribute('open'),
  indeterminate: element => element.indeterminate === true,
  'in-range': element => element.validity !== undefined && !isOutOfRange(element),
  'out-of-range': element => element.validity !== undefined && isOutOfRange(element),
  'popover-open': element => openPopovers.has(element),
  defined: () => true,
  host: () => false,
  fullscreen: () => false,
  autofill: () => false,
};

function isOutOfRange(element: AnyElement): boolean {
  return element.validity.rangeUnderflow || element.validity.rangeOverflow;
}
