// The globals of the page's window, in the learner's realm.

import type { PageServices } from './contract.ts';

// Not the page's: the language's own, the judge's replacements, and what a page here cannot have.
const LEFT_OUT = new Set(
  `constructor globalThis window self top parent frames happyDOM Buffer Window console crypto open close postMessage opener
  closed name URL URLSearchParams DOMException TextEncoder TextDecoder Request Response cookieStore CookieStore XMLHttpRequest
  XMLHttpRequestUpload XMLHttpRequestEventTarget WebSocket ReadableStream WritableStream TransformStream PerformanceObserver
  PerformanceEntry PerformanceObserverEntryList`.split(/\s+/),
);
const SIZES = 'innerWidth innerHeight outerWidth outerHeight scrollX scrollY pageXOffset pageYOffset'.split(' ');
const WINDOWS = ['window', 'self', 'top', 'parent', 'frames'];

const { define, global, ownNames } = captured();

/** The language's functions as they were before a learner could replace them. */
function captured(): { define: typeof Object.defineProperty; global: any; ownNames: Set<string | symbol> } {
  return { define: Object.defineProperty, global: globalThis, ownNames: new Set(Reflect.ownKeys(globalThis)) };
}

/** Create a global that a learner may replace. */
export function put(name: string, value: unknown): void {
  define(global, name, { value, writable: true, configurable: true, enumerable: true });
}

function isWanted(name: string | symbol): name is string {
  return typeof name === 'string' && !LEFT_OUT.has(name) && !ownNames.has(name) && !Object.hasOwn(global, name);
}

export function copyWindow({ window, document }: PageServices): void {
  for (let owner = window; owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of Reflect.ownKeys(owner)) if (isWanted(name)) copy(window, owner, name);
  }
  for (const name of SIZES) {
    define(global, name, { get: () => window[name], set() {}, configurable: true, enumerable: true });
  }
  for (const name of WINDOWS) define(global, name, { value: global, writable: false, configurable: true, enumerable: true });
  define(document, 'defaultView', { get: () => global, configurable: false });
}

function copy(window: any, owner: any, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name)!;
  if (descriptor.get || descriptor.set) {
    const set = (value: unknown): void => { window[name] = value; };
    define(global, name, { get: () => window[name], set, configurable: true, enumerable: true });
  } else if (typeof descriptor.value === 'function' && !/^[A-Z]/.test(name)) {
    put(name, (...args: unknown[]) => window[name](...args));
  } else put(name, descriptor.value);
}

/** Make elements globals by their id, which beginners rely on without knowing. */
export function nameElements(ids: string[], find: (id: string) => unknown): void {
  for (const id of ids) {
    if (!/^[A-Za-z_$][\w$]*$/.test(id) || id in global) continue;
    define(global, id, { get: () => find(id), set: value => put(id, value), configurable: true });
  }
}
