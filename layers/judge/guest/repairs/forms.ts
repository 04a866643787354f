// Forms: they are validated, they dispatch `submit`, and to send one is to leave the page, which is recorded.

import { keepNavigation } from '../page/record.ts';
import { window, type AnyElement } from '../page/window.ts';

const ENCODINGS = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

export function repairForms(): void {
  const prototype = window.HTMLFormElement.prototype;
  prototype.submit = function (this: AnyElement) { keepNavigation('submit', this.action || '/'); };
  Object.defineProperty(prototype, 'enctype', {
    get(this: AnyElement) { return encodingOf(this); },
    set(this: AnyElement, value) { this.setAttribute('enctype', `${value}`); },
    configurable: true,
    enumerable: true,
  });
  prototype.requestSubmit = function (this: AnyElement, submitter?: AnyElement) { requestSubmit(this, submitter); };
}

function encodingOf(form: AnyElement): string {
  const wanted = form.getAttribute('enctype')?.toLowerCase();
  return ENCODINGS.find(each => each === wanted) ?? ENCODINGS[0];
}

function requestSubmit(form: AnyElement, submitter: AnyElement | undefined): void {
  const dialog = form.method === 'dialog' ? (form.closest('dialog') as AnyElement | null) : null;
  const isValidated = !(submitter?.formNoValidate || form.noValidate);
  if (isValidated && !form.checkValidity()) {
    (form.querySelector(':invalid') as AnyElement | null)?.focus();
    return;
  }
  const event = new window.SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: submitter ?? null });
  form.dispatchEvent(event);
  if (event.defaultPrevented) return;
  if (dialog) dialog.close(submitter?.value);
  else keepNavigation('submit', form.action || '/');
}
