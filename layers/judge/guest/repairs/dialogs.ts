// Modal dialogs: they take the focus and give it back, and `close` comes later.

import { addModal, removeModal, tabStops } from '../page/focus.ts';
import { defer } from '../page/time.ts';
import { focused, window, type AnyElement } from '../page/window.ts';

const focusedBefore = new WeakMap<AnyElement, AnyElement | null>();

export function repairDialogs(): void {
  const prototype = window.HTMLDialogElement.prototype;
  prototype.showModal = function (this: AnyElement) { showModal(this); };
  prototype.close = function (this: AnyElement, value?: unknown) { close(this, value); };
}

function showModal(dialog: AnyElement): void {
  if (dialog.hasAttribute('open')) {
    throw new window.DOMException("Failed to execute 'showModal': the dialog is already open", 'InvalidStateError');
  }
  focusedBefore.set(dialog, focused());
  dialog.setAttribute('open', '');
  addModal(dialog);
  ((dialog.querySelector('[autofocus]') as AnyElement | null) ?? tabStops(dialog)[0])?.focus();
}

function close(dialog: AnyElement, value: unknown): void {
  if (!dialog.hasAttribute('open')) return;
  if (value !== undefined) dialog.returnValue = value;
  dialog.removeAttribute('open');
  removeModal(dialog);
  const before = focusedBefore.get(dialog);
  focusedBefore.delete(dialog);
  const current = focused();
  if (before) before.focus();
  else if (current && dialog.contains(current)) current.blur();
  defer(() => dialog.dispatchEvent(new window.Event('close')), 0);
}
