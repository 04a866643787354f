// The one window of the image. Each guest is a copy of the image and shows one page, so it is never created again.

import Window from 'happy-dom/lib/window/Window.js';
import Context from 'happy-dom/lib/window/WindowBrowserContext.js';
import * as symbols from 'happy-dom/lib/PropertySymbol.js';
import type { Document, Element, Node } from 'happy-dom';

/** An element with what fields, forms, links and dialogs have: code asks for a property where it has tested for it. */
// happy-dom types each kind of element apart; one kind of `any` here spares a cast at each of a hundred places.
export type AnyElement = Element & Record<string, any>;

export const ORIGIN = 'http://exercise.test';

const created = new Window({
  url: `${ORIGIN}/`,
  width: 1024,
  height: 768,
  settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
});

// Its own classes and its internals by symbol are not in happy-dom's types.
export const window: any = created;
export const document: Document & Record<symbol, any> = created.document as any;
export const browserFrame: any = new Context(window).getBrowserFrame();
export const internals: Record<string, symbol> = symbols as any;

export const { activeElement, nodeArray, readyState } = symbols;
const { attributes, itemsByName, value } = internals;

/** The element that has the focus, or null where a browser says `body`. */
export function focused(): AnyElement | null {
  return document[activeElement] ?? null;
}

export function hasFocusInside(element: AnyElement): boolean {
  const current = focused();
  return current !== null && element.contains(current);
}

/** The children of a node, without a copy. */
export function childrenOf(node: Node): Node[] {
  return (node as any)[nodeArray] ?? [];
}

export function isElement(node: Node | null): node is AnyElement {
  return node !== null && node.nodeType === 1;
}

/**
 * An attribute by its name in lower case, as `getAttribute` gives it: the cascade asks so often that each call counts.
 */
export function attributeOf(element: AnyElement, name: string): string | null {
  const found = (element as any)[attributes][itemsByName].get(name);
  return found === undefined ? null : found[0]?.[value] ?? null;
}

/** The prototype that has the method: the window's classes are not always those that its nodes inherit from. */
export function ownerOf(node: any, method: string): any {
  let owner = node;
  while (!Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner);
  return owner;
}

/** A function that takes `this` as its first argument: it works whatever a learner puts in the method's place. */
export function unbound(method: Function): (self: unknown, ...rest: unknown[]) => any {
  return (self, ...rest) => Reflect.apply(method, self, rest);
}
