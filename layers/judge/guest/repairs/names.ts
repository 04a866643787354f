// The names of classes, which the bundler shortens: `${document.createElement('div')}` is "[object HTMLDivElement]".

import { window } from '../page/window.ts';

// Constructors that make elements of another class.
const FACTORIES = new Set(['Image', 'Audio']);

export function repairNames(): void {
  for (const name of Object.getOwnPropertyNames(window)) {
    const kind = window[name];
    if (typeof kind !== 'function' || !/^[A-Z]/.test(name) || FACTORIES.has(name)) continue;
    rename(kind, name);
    const base = baseOf(kind);
    if (base) rename(base, name);
  }
}

/** The class of which happy-dom creates nodes: the window's class is derived from it. */
function baseOf(kind: Function): Function | null {
  const parent = Object.getPrototypeOf(kind);
  const isBase = typeof parent === 'function' && kind.prototype && Object.getPrototypeOf(kind.prototype) === parent.prototype;
  return isBase && !isOfWindow(parent) ? parent : null;
}

function isOfWindow(kind: Function): boolean {
  return Object.getOwnPropertyNames(window).some(name => window[name] === kind);
}

function rename(kind: Function, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(kind, 'name');
  if (descriptor?.configurable) Object.defineProperty(kind, 'name', { ...descriptor, value: name });
}
