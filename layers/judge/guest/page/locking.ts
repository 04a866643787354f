// The lock of realm A: what a learner can reach of it cannot be changed, and makes no code.

import type { LearnerRealm } from '../learner/contract.ts';
import { window } from './window.ts';

const INTRINSICS = `Object Function Array String Number Boolean Symbol Math JSON Reflect Promise Proxy Map Set WeakMap WeakSet
  WeakRef Date RegExp Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError ArrayBuffer
  SharedArrayBuffer DataView Uint8Array Atomics BigInt Iterator FinalizationRegistry URL URLSearchParams structuredClone
  DOMException`.split(/\s+/);
// happy-dom copies the descriptors of these classes to the targets of proxies, where a locked one would be an error.
const PROXIED = ['Storage', 'NamedNodeMap', 'NodeList', 'HTMLCollection'];
const STACK_NAMES = ['prepareStackTrace', 'captureStackTrace', 'stackTraceLimit'];
const REMOVED = ['eval', 'Function'];

const global: any = globalThis;
const seen = new Set<unknown>();

export function lockRealm(realm: LearnerRealm): void {
  makeErrorsAssignable();
  replaceCodeMakers(realm.Function);
  for (const name of STACK_NAMES) delete (Error as any)[name];
  for (const name of PROXIED) seen.add(window[name]).add(window[name].prototype);
  for (const name of INTRINSICS) if (name in global) lockAll(global[name], true);
  for (const iterator of hiddenPrototypes()) lockAll(Object.getPrototypeOf(iterator), true);
  lockWindow();
  for (const name of REMOVED) {
    delete global[name];
    global[name] = undefined;
  }
}

/** A frozen prototype makes `error.name = …` fail on every error; an accessor that defines the property does not. */
function makeErrorsAssignable(): void {
  for (const kind of [Error, TypeError, RangeError, SyntaxError, window.DOMException]) {
    for (const name of ['name', 'message']) makeAssignable(kind.prototype, name);
  }
}

function makeAssignable(prototype: any, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (!descriptor || !('value' in descriptor)) return;
  Object.defineProperty(prototype, name, {
    get: () => descriptor.value,
    set(value) { Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: false }); },
    configurable: true,
  });
}

/** `.constructor` of each kind of function is the learner's own `Function`, which runs code in the learner's realm. */
function replaceCodeMakers(learnerFunction: unknown): void {
  for (const kind of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    const prototype = Object.getPrototypeOf(kind);
    Object.defineProperty(prototype, 'constructor', { value: learnerFunction, configurable: false, writable: false });
  }
}

/** Things whose prototypes have no name. */
function hiddenPrototypes(): object[] {
  return [
    [].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), /x/[Symbol.matchAll](''),
    (function* () {})(), (async function* () {})(),
  ];
}

/** Lock an object, its prototypes and the functions in it; of an intrinsic, the objects in it too. */
function lockAll(target: any, isIntrinsic: boolean): void {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null || seen.has(target)) return;
  seen.add(target);
  for (const key of Reflect.ownKeys(target)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)!;
    for (const part of partsOf(descriptor, isIntrinsic)) lockAll(part, isIntrinsic);
    if (key === 'prototype' && descriptor.value) lockAll(descriptor.value, isIntrinsic);
  }
  lockAll(Object.getPrototypeOf(target), isIntrinsic);
  lock(target, !isIntrinsic);
}

function partsOf({ value, get, set }: PropertyDescriptor, withObjects: boolean): unknown[] {
  return [value, get, set].filter(part => typeof part === 'function' || (withObjects && typeof part === 'object'));
}

/** Lock the properties; where the object stays extensible, happy-dom's plain data stays writable, or its own assignments fail. */
function lock(target: object, staysExtensible: boolean): void {
  for (const key of Reflect.ownKeys(target)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)!;
    const isData = 'value' in descriptor;
    if (!descriptor.configurable || (staysExtensible && isData && typeof descriptor.value !== 'function')) continue;
    Reflect.defineProperty(target, key, isData ? { configurable: false, writable: false } : { configurable: false });
  }
  if (!staysExtensible) Object.preventExtensions(target);
}

function lockWindow(): void {
  for (let owner = window; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      for (const part of partsOf(Reflect.getOwnPropertyDescriptor(owner, key)!, false)) lockAll(part, false);
    }
    if (owner !== window) lock(owner, true);
  }
}
