// Fields: values that HTML gives are sanitized, lengths are judged only after typing, and options can be added.

import Sanitizer from 'happy-dom/lib/nodes/html-input-element/HTMLInputElementValueSanitizer.js';
import { isTypedInto } from '../acting/typing.ts';
import { window, type AnyElement } from '../page/window.ts';

const MAX_STEPS = 10_000;
const SANITIZED = new Set(['number', 'range', 'color', 'date', 'datetime-local', 'month', 'time', 'week', 'email', 'url']);

export function repairFields(): void {
  sanitizeValues();
  judgeLengthsAfterTyping();
  dropFirstNewline();
  stepOneByOne();
  takeDates();
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

/** `stepDown(2)` goes two steps, not by two. */
function stepOneByOne(): void {
  const prototype = window.HTMLInputElement.prototype;
  for (const name of ['stepUp', 'stepDown']) {
    const step = prototype[name];
    prototype[name] = function (this: AnyElement, times: unknown = 1) {
      for (let left = Math.min(Math.trunc(Number(times)) || 0, MAX_STEPS); left > 0; left--) Reflect.apply(step, this, []);
    };
  }
}

/** A date that a script assigns is one of the script's own realm, where `instanceof Date` does not hold. */
function takeDates(): void {
  const prototype = window.HTMLInputElement.prototype;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'valueAsDate')!;
  const set = descriptor.set!;
  Object.defineProperty(prototype, 'valueAsDate', {
    ...descriptor,
    set(value) {
      const isDate = Object.prototype.toString.call(value) === '[object Date]';
      Reflect.apply(set, this, [isDate ? new Date(Number(value)) : value]);
    },
  });
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
