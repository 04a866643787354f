// Events as a browser dispatches them when a person acts.

import { invokePopover } from '../repairs/popovers.ts';
import { unbound, window, type AnyElement } from '../page/window.ts';

const plainDispatch = unbound(window.EventTarget.prototype.dispatchEvent);
const trusted = new WeakSet<object>();

/** Give events what happy-dom leaves out: whether a person caused them. */
export function markTrustedEvents(): void {
  Object.defineProperty(window.Event.prototype, 'isTrusted', {
    get(this: object) { return trusted.has(this); },
    configurable: true,
    enumerable: true,
  });
}

function create(kind: string, type: string, init: object): any {
  const event = new window[kind](type, { bubbles: true, cancelable: true, composed: true, ...init });
  trusted.add(event);
  return event;
}

/** Dispatch an event without a default action of its own; true if nobody prevented it. */
export function fire(target: any, kind: string, type: string, init: object = {}): boolean {
  const event = create(kind, type, { view: null, ...init });
  return plainDispatch(target, event) && !event.defaultPrevented;
}

/** Click an element; happy-dom performs what most clicks cause. */
export function activate(element: AnyElement, init: object = {}): void {
  const event = create('MouseEvent', 'click', init);
  element.dispatchEvent(event);
  if (!event.defaultPrevented) invokePopover(element);
}
