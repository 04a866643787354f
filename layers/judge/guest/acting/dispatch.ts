// Events as a browser dispatches them when a person acts.

import { invokePopover } from '../repairs/popovers.ts';
import { attributeOf, document, internals, isElement, ownerOf, window, type AnyElement } from '../page/window.ts';

// A name that no learner has replaced on the way. Forms and selects are proxies, which know methods by name only.
const plainDispatch = Symbol('dispatchEvent');
const trusted = new WeakSet<object>();
const { dispatching, eventPhase, listeners, propertyEventListeners, type: typeOf } = internals;
const CAPTURING = 1;

/** Keep the method that dispatches, and give events what happy-dom leaves out: whether a person caused them. */
export function prepareEvents(): void {
  const owner = ownerOf(document.createElement('p'), 'dispatchEvent');
  passOverWhoDoesNotListen(owner);
  owner[plainDispatch] = owner.dispatchEvent;
  Object.defineProperty(window.Event.prototype, 'isTrusted', {
    get(this: object) { return trusted.has(this); },
    configurable: true,
    enumerable: true,
  });
}

/** On its way through the document, an event calls each node twice; most have no listener, and to find that out is dear. */
function passOverWhoDoesNotListen(owner: any): void {
  const { dispatchEvent } = owner;
  owner.dispatchEvent = function (this: any, event: any) {
    return event?.[dispatching] === true && isDeaf(this, event) ? true : Reflect.apply(dispatchEvent, this, [event]);
  };
}

/** Whether nobody listens at a node in the phase of an event. Handlers as properties are looked for on elements alone. */
function isDeaf(node: any, event: any): boolean {
  const isCapturing = event[eventPhase] === CAPTURING;
  const heard = isCapturing ? node[listeners].capturing : node[listeners].bubbling;
  if (heard.get(event[typeOf])?.length) return false;
  if (isCapturing) return true;
  if (!isElement(node) || node.localName.includes('-')) return false;
  const handler = `on${event[typeOf].toLowerCase()}`;
  const { [propertyEventListeners]: handlers } = node as any;
  return !handlers?.has(handler) && !Object.hasOwn(node, handler) && attributeOf(node, handler) === null;
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
