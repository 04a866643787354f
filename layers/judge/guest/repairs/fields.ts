// Fields: values that HTML gives are sanitized, lengths are judged only after typing, and options can be added.

import Sanitizer from 'happy-dom/lib/nodes/html-input-element/HTMLInputElementValueSanitizer.js';
import { isTypedInto } from '../acting/typing.ts';
import { window, type AnyElement } from '../page/window.ts';

const SANITIZED = new Set(['number', 'range', 'color', 'date', 'datetime-local', 'month', 'time', 'week', 'email', 'url']);

export function repairFields(): void {
  sanitizeValues();
  judgeLengthsAfterTyping();
  dropFirstNewline();
  window.HTMLSelectElement.prototype.add = function (this: AnyElement, option: AnyElement, before: unknown = null) {
    this.insertBefore(option, typeof before === 'number' ? (this.options[before] ?? null) : before as any);
  };
  Object.defineProperty(window.HTMLElement.prototype, 'isContentEditable', {
    get(this: AnyElement) { return isContentEditable(this); },
    configurable: true,
    enumerable: true,
  });
}

function isContentEditable(element: AnyElement): boolean {
  const host = element.closest('[contenteditable]');
  return host !== null && host.getAttribute('contenteditable') !== 'false';
}

/** Change what a property's getter gives. */
function adjust(prototype: any, name: string, change: (element: any, value: any) => unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
  const get = descriptor.get!;
  Object.defineProperty(prototype, name, {
    ...descriptor,
    get() { return change(this, Reflect.apply(get, this, [])); },
  });
}

function sanitizeValues(): void {
  adjust(window.HTMLInputElement.prototype, 'value', (input, value) => (
    SANITIZED.has(input.type) ? Sanitizer.sanitize(input, value) : value));
}

/** A text that is too long or too short is an error only if a person wrote it. */
function judgeLengthsAfterTyping(): void {
  const validity = Object.getPrototypeOf((window.document.createElement('input') as AnyElement).validity);
  for (const name of ['tooShort', 'tooLong']) {
    adjust(validity, name, (state, isWrong) => isWrong && isTypedInto(state.element));
  }
}

/** HTML drops a line break that comes first in a text area. */
function dropFirstNewline(): void {
  const prototype = window.HTMLTextAreaElement.prototype;
  adjust(prototype, 'defaultValue', (_, value) => withoutFirstNewline(value));
  adjust(prototype, 'value', (area, value) => (value === area.textContent ? withoutFirstNewline(value) : value));
}

function withoutFirstNewline(text: string): string {
  return text.replace(/^\r?\n/, '');
}
