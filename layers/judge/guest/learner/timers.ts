// Timers, on virtual time.

import type { PageServices } from './contract.ts';
import { put } from './globals.ts';

const { apply } = Reflect;
const evaluate = eval;
const asString = String;
const FRAME_MS = 16;
const CANCELLERS = ['clearTimeout', 'clearInterval', 'cancelAnimationFrame', 'cancelIdleCallback'];

/** A timer's function; old code gives its source text. */
function callable(code: unknown): Function {
  return typeof code === 'function' ? code : () => evaluate(asString(code));
}

export function createTimers({ defer, cancel, elapsed }: PageServices): void {
  const later = (code: unknown, delay: unknown, args: unknown[], isInterval: boolean): number => {
    const run = callable(code);
    return defer(() => apply(run, globalThis, args), delay, isInterval);
  };
  put('setTimeout', (code: unknown, delay: unknown, ...args: unknown[]) => later(code, delay, args, false));
  put('setInterval', (code: unknown, delay: unknown, ...args: unknown[]) => later(code, delay, args, true));
  put('requestAnimationFrame', (run: Function) => defer(() => apply(run, globalThis, [elapsed()]), FRAME_MS));
  const deadline = { didTimeout: false, timeRemaining: () => 10 };
  put('requestIdleCallback', (run: Function) => defer(() => apply(run, globalThis, [deadline]), 1));
  for (const name of CANCELLERS) put(name, (id: unknown) => cancel(id));
}
