// Events as a browser dispatches them when a person acts.

import { invokePopover } from '../repairs/popovers.ts';
import { document, ownerOf, window, type AnyElement } from '../page/window.ts';

// A name that no learner has replaced on the way. Forms and selects are proxies, which know methods by name only.
const plainDispatch = Symbol('dispatchEvent');
const trusted = new WeakSet<object>();

/** Keep the method that dispatches, and give events what happy-dom leaves out: whether a person caused them. */
export function prepareEvents(): void {
  const owner = ownerOf(document.createElement('p'), 'dispatchEvent');
  owner[plainDispatch] = owner.dispatchEvent;
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
  return target[plainDispatch](event) && !event.defaultPrevented;
}

/** Click an element; happy-dom performs what most clicks cause. */
export function activate(element: AnyElement, init: object = {}): void {
  const event = create('MouseEvent', 'click', init);
  element.dispatchEvent(event);
  if (!event.defaultPrevented) invokePopover(element);
}
