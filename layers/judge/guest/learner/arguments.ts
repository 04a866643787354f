// Values that go from the host into the learner's realm, and functions around a learner's functions.

const { apply, set } = Reflect;
const { parse: parseJson } = JSON;
const { isArray } = Array;
const { keys } = Object;
const global: any = globalThis;

const UNWRITABLE: Record<string, unknown> = { undefined, nan: NaN, infinity: Infinity, '-infinity': -Infinity };

/** Values from JSON; `{$spy: name}` becomes a function, `{$: 'nan'}` and the like become what JSON cannot write. */
export function parse(json: string, spy: (name: string) => unknown): unknown {
  return revived(parseJson(json), spy);
}

function revived(value: any, spy: (name: string) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!isArray(value)) {
    if ('$spy' in value) return spy(value.$spy);
    if ('$' in value) return UNWRITABLE[value.$];
  }
  for (const key of keys(value)) value[key] = revived(value[key], spy);
  return value;
}

/** A function that records its arguments, then calls the original, if there is one. */
export function wrap(record: (...args: unknown[]) => void, original: any): Function {
  return function (this: unknown, ...args: unknown[]) {
    record(...args);
    return original ? apply(original, this, args) : undefined;
  };
}

/** Replace a global function, or a method by its path such as `storage.save`; false if there is none. */
export function replace(path: string, make: (original: unknown) => unknown): boolean {
  const parts = path.split('.');
  const last = parts.pop()!;
  let owner = global;
  for (const part of parts) {
    owner = owner?.[part];
    if (owner === undefined || owner === null) return false;
  }
  const original = owner[last];
  if (typeof original !== 'function') return false;
  return set(owner, last, make(original));
}
