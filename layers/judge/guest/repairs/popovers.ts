// Popovers: shown and hidden by their methods and by buttons that name them; Escape hides the last one.

import { touch } from '../cascade/rules.ts';
import { openPopovers } from '../cascade/pseudo-classes.ts';
import { document, window, type AnyElement } from '../page/window.ts';

type Change = 'show' | 'hide' | 'toggle';

export function repairPopovers(): void {
  const prototype = window.HTMLElement.prototype;
  prototype.showPopover = function (this: AnyElement) { setOpen(this, true); };
  prototype.hidePopover = function (this: AnyElement) { setOpen(this, false); };
  prototype.togglePopover = function (this: AnyElement, force?: boolean) {
    const isOpen = force ?? !openPopovers.has(this);
    if (isOpen !== openPopovers.has(this)) setOpen(this, isOpen);
    return isOpen;
  };
}

function setOpen(element: AnyElement, isOpen: boolean): void {
  if (!element.hasAttribute('popover')) {
    throw new window.DOMException("It has no valid 'popover' attribute.", 'NotSupportedError');
  }
  if (isOpen === openPopovers.has(element)) {
    if (!isOpen) return;
    throw new window.DOMException('The popover is open already.', 'InvalidStateError');
  }
  const [oldState, newState] = isOpen ? ['closed', 'open'] : ['open', 'closed'];
  const before = toggleEvent('beforetoggle', oldState, newState, isOpen);
  element.dispatchEvent(before);
  if (before.defaultPrevented) return;
  if (isOpen) {
    if (isAuto(element)) closeOthers(element);
    openPopovers.add(element);
  } else openPopovers.delete(element);
  touch();
  element.dispatchEvent(toggleEvent('toggle', oldState, newState, false));
}

/** Hide the popovers that the new one does not stand in. */
function closeOthers(opened: AnyElement): void {
  for (const other of [...openPopovers]) if (isAuto(other) && !other.contains(opened)) setOpen(other, false);
}

function isAuto(element: AnyElement): boolean {
  return element.getAttribute('popover') !== 'manual';
}

function toggleEvent(type: string, oldState: string, newState: string, cancelable: boolean): any {
  const event = new window.Event(type, { cancelable });
  return Object.assign(event, { oldState, newState });
}

/** Hide the popover that was shown last; false if none is open. */
export function closeTopPopover(): boolean {
  const top = [...openPopovers].findLast(isAuto);
  if (top) setOpen(top, false);
  return top !== undefined;
}

/** What a click on a button does that names a popover. */
export function invokePopover(button: AnyElement): void {
  const id = button.closest('button')?.getAttribute('popovertarget');
  const target = id ? (document.getElementById(id) as AnyElement | null) : null;
  if (!target) return;
  const change = (button.closest('button')!.getAttribute('popovertargetaction') ?? 'toggle') as Change;
  const isOpen = change === 'toggle' ? !openPopovers.has(target) : change === 'show';
  if (isOpen !== openPopovers.has(target)) setOpen(target, isOpen);
}
