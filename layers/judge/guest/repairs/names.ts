// The names of classes, which the bundler shortens: `${document.createElement('div')}` is "[object HTMLDivElement]".

import { window } from '../page/window.ts';

// Constructors that make elements of another class.
const FACTORIES = new Set(['Image', 'Audio']);

export function repairNames(): void {
  for (const name of Object.getOwnPropertyNames(window)) {
    const kind = window[name];
    if (typeof kind !== 'function' || !/^[A-Z]/.test(name) || FACTORIES.has(name)) continue;
    rename(kind, name);
    // The window's class is derived from the one of which happy-dom creates nodes.
    const parent = Object.getPrototypeOf(kind);
    if (typeof parent === 'function' && kind.prototype && Object.getPrototypeOf(kind.prototype) === parent.prototype && isPlain(parent)) {
      rename(parent, name);
    }
  }
}

/** Whether a class is nothing but the base of the window's own, and no class of the window itself. */
function isPlain(kind: Function): boolean {
  return !Object.getOwnPropertyNames(window).some(name => window[name] === kind);
}

function rename(kind: Function, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(kind, 'name');
  if (descriptor?.configurable) Object.defineProperty(kind, 'name', { ...descriptor, value: name });
}
