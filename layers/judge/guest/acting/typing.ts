// Typing into a field, one character at a time.

import { INPUT_ROLES, inputType } from '../accessibility/roles.ts';
import { isDisabled } from '../page/focus.ts';
import type { AnyElement } from '../page/window.ts';
import { fire } from './dispatch.ts';

/** What was typed, where a field gives it back otherwise: an e-mail field trims its value, but not what is being typed. */
const typed = new WeakMap<AnyElement, { raw: string; value: string }>();

export function isEditable(element: AnyElement): boolean {
  const isField = element.localName === 'textarea'
    || (element.localName === 'input' && !['button', 'checkbox', 'radio'].includes(INPUT_ROLES[inputType(element)]));
  return isField && !element.readOnly && !isDisabled(element);
}

/** Whether the value of a field is what a person typed. */
export function isTypedInto(field: AnyElement): boolean {
  const known = typed.get(field);
  return known !== undefined && known.value === field.value;
}

/** Type a text at the end of a field, or delete the last character (null). */
export function insert(field: AnyElement, text: string | null): void {
  const inputTypeOfEvent = text === null ? 'deleteContentBackward' : 'insertText';
  if (!fire(field, 'InputEvent', 'beforeinput', { data: text, inputType: inputTypeOfEvent })) return;
  const known = typed.get(field);
  const before = known && known.value === field.value ? known.raw : field.value;
  const raw = edited(before, text, Number(field.getAttribute('maxlength') ?? NaN));
  field.value = raw;
  typed.set(field, { raw, value: field.value });
  fire(field, 'InputEvent', 'input', { cancelable: false, data: text, inputType: inputTypeOfEvent });
}

function edited(before: string, text: string | null, maxLength: number): string {
  if (text === null) return before.slice(0, -1);
  return maxLength >= 0 && before.length + text.length > maxLength ? before : before + text;
}

/** Empty a field; the reason why that cannot be, or null. */
export function clear(field: AnyElement): string | null {
  if (!isEditable(field)) return 'one cannot type into it';
  field.focus();
  if (field.value === '') return null;
  field.value = '';
  fire(field, 'InputEvent', 'input', { cancelable: false, inputType: 'deleteContentBackward' });
  return null;
}
