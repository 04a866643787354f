// Calls of a learner's functions, with arguments and results as JSON, and spies.

import type { LearnerRealm } from '../learner/contract.ts';
import { recorderOf } from './record.ts';
import { show } from './show.ts';
import { elapsed } from './time.ts';

export interface Invocation {
  args: unknown[];
  /** A kept value to call instead of the function. */
  use?: string;
  /** A kept value that is `this`. */
  on?: string;
  /** Keep the result under this name. */
  as?: string;
  new?: boolean;
  /** A method of the result to call. */
  method?: { name: string; args: unknown[] };
}

export type Result = { missing: true } | { promise: true } | { threw: unknown } | { value: unknown; after?: unknown };

interface Settlement { isSettled: boolean; value?: unknown; threw?: unknown }

const SPY_DEPTH = 4;
const kept = new Map<string, unknown>();
let last: Settlement = { isSettled: false };

export function recorder(spy: string): (...args: unknown[]) => void {
  return recorderOf(spy, elapsed, value => show(value, SPY_DEPTH));
}

export function invoke(realm: LearnerRealm, call: Invocation, found: unknown): Result {
  const args = realm.parse(JSON.stringify(call.args), spy => realm.wrap(recorder(spy), undefined)) as unknown[];
  const target: any = call.use === undefined ? found : kept.get(call.use);
  if (typeof target !== 'function') return { missing: true };
  let result: any;
  try {
    result = call.new ? Reflect.construct(target, args) : Reflect.apply(target, call.on && kept.get(call.on), args);
    if (call.method) result = Reflect.apply(result[call.method.name], result, methodArguments(realm, call.method.args));
  } catch (error) {
    return { threw: show(error) };
  }
  if (call.as !== undefined) kept.set(call.as, result);
  return isThenable(result) ? follow(result) : { value: show(result), after: show(args) };
}

function methodArguments(realm: LearnerRealm, args: unknown[]): unknown[] {
  return realm.parse(JSON.stringify(args), () => undefined) as unknown[];
}

function isThenable(value: any): boolean {
  return typeof value === 'object' && value !== null && typeof value.then === 'function';
}

function follow(promise: PromiseLike<unknown>): Result {
  const settlement: Settlement = { isSettled: false };
  last = settlement;
  promise.then(
    value => { settlement.value = show(value); settlement.isSettled = true; },
    error => { settlement.threw = show(error); settlement.isSettled = true; },
  );
  return { promise: true };
}

/** What became of the promise that the last call returned. */
export function settled(): object {
  return last.isSettled ? { value: last.value, threw: last.threw } : { promise: true };
}
