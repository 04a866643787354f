// Everything that a learner's code can reach: objects, the functions in them, and what those give when they are called.
// It evaluates to a function that takes which of the functions to call, and returns what it found as JSON. Calls fill a
// page, so that no one page stands all of them.
(function (from, to) {
  'use strict';
  const global = globalThis;
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf, apply, construct } = Reflect;
  const { stringify, parse } = JSON;
  const { create } = Object;
  const isThing = value => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const seen = new Map(); // thing → the path to it
  const queue = [];
  const problems = [];
  let calls = 0;

  function add(value, path) {
    if (!isThing(value) || seen.has(value)) return;
    seen.set(value, path);
    queue.push(value);
    check(value, path);
  }

  function check(value, path) {
    let keys;
    try { keys = new Set(ownKeys(value)); } catch { return; }
    // The page's window knows itself as `globalThis`; what makes a global is the language in it.
    if (value !== global && ['Array', 'Function', 'eval'].some(name => keys.has(name))) problems.push('another global: ' + path);
    if (typeof value !== 'function') return;
    const name = nameOf(value);
    const isMaker = /^(Async|Generator|AsyncGenerator)?Function$|^eval$/.test(name);
    if (isMaker && !ownCodeMakers.has(value)) problems.push('a maker of code: ' + path);
  }

  const ownCodeMakers = new Set([
    Function, global.eval, ...[async function () {}, function* () {}, async function* () {}].map(f => f.constructor),
  ]);

  function expand(value) {
    const path = seen.get(value);
    let keys;
    try { keys = ownKeys(value); } catch { return; }
    for (const key of keys) {
      const name = path + '.' + String(key);
      let descriptor;
      try { descriptor = getOwnPropertyDescriptor(value, key); } catch { continue; }
      if (!descriptor) continue;
      for (const part of [descriptor.value, descriptor.get, descriptor.set]) add(part, name);
      // A getter may give another object each time, without end: they are followed a few steps far.
      const isNear = name.split('.').length < 5;
      if (descriptor.get && isNear) try { add(value[key], name); } catch (error) { inspect(error, name + ' throws'); }
    }
    try { add(getPrototypeOf(value), path + '.__proto__'); } catch {}
    if (typeof value === 'function') try { add(value.constructor, path + '.constructor'); } catch {}
  }

  // Functions whose calls would only end the crawl.
  const SKIPPED = new RegExp('\\.(for|repeat|padStart|padEnd|fill|wait|notify|raw|write|writeln|open|close|setTimeout|setInterval'
    + '|Array|ArrayBuffer|SharedArrayBuffer|resize)$');

  function nameOf(f) {
    try { return getOwnPropertyDescriptor(f, 'name')?.value; } catch { return ''; }
  }

  function callAll(functions) {
    for (const f of functions) {
      const path = seen.get(f);
      // On its own object, QuickJS's setter of Iterator.prototype.constructor calls itself until the instance ends.
      if (SKIPPED.test(path) || /__proto__\.constructor$/.test(path)) continue;
      const owner = path.replace(/\.[^.]*$/, '');
      const ways = [[undefined, ['state {}']], [document, [document.body]], [owners.get(owner) ?? global, ['a', '1']]];
      for (const [self, args] of ways) {
        calls++;
        try { inspect(apply(f, self, args), path + '()'); } catch (error) { inspect(error, path + ' throws'); }
      }
      calls++;
      try { inspect(construct(f, ['a', 'b']), 'new ' + path); } catch (error) { inspect(error, 'new ' + path + ' throws'); }
    }
  }

  // What calls give is looked at, with what it holds, and only its functions are kept: it would be too much.
  function inspect(result, path, depth = 2) {
    if (typeof result === 'string' && /"navigations"|"spies"/.test(result)) problems.push('the operations: ' + path);
    if (typeof result === 'function') add(result, path);
    if (!isThing(result) || seen.has(result)) return;
    check(result, path);
    try { add(getPrototypeOf(result), path + '.__proto__'); } catch {}
    if (depth === 0) return;
    let keys = [];
    try { keys = ownKeys(result).slice(0, 200); } catch {}
    for (const key of keys) {
      let descriptor;
      try { descriptor = getOwnPropertyDescriptor(result, key); } catch { continue; }
      const parts = descriptor ? [descriptor.value, descriptor.get, descriptor.set] : [];
      for (const part of parts) inspect(part, path + '.' + String(key), depth - 1);
    }
  }

  const owners = new Map();
  function drain() {
    for (let at = 0; at < queue.length && at < 60000; at++) expand(queue[at]);
    queue.length = 0;
  }

  add(global, 'window');
  add(document, 'document');
  const tags = ['div', 'input', 'form', 'dialog', 'select', 'template', 'iframe', 'script', 'a', 'canvas', 'img'];
  for (const tag of tags) add(document.createElement(tag), tag);
  const made = [new Event('x'), new FormData(), new Headers(), document.createRange()];
  for (const value of [...made, getComputedStyle(document.body), matchMedia('x'), fetch('/x')]) add(value, 'made');
  try { document.querySelector('['); } catch (error) { add(error, 'error'); }
  drain();
  const functions = [...seen.keys()].filter(value => typeof value === 'function');
  for (const [value, path] of seen) owners.set(path, value);
  const objects = seen.size;
  callAll(functions.slice(from, to));
  drain();

  // Each kind of function makes code only in this realm.
  for (const f of [...seen.keys()]) {
    if (typeof f !== 'function') continue;
    let maker;
    try { maker = f.constructor; } catch { continue; }
    if (typeof maker !== 'function' || maker === f) continue;
    try {
      const made = apply(maker, undefined, ['return globalThis']);
      const result = typeof made === 'function' ? apply(made, undefined, []) : undefined;
      const isOther = isThing(result) && result !== global && ownKeys(result).includes('Array');
      if (isOther) problems.push('code in another realm: ' + seen.get(f));
    } catch {}
  }
  return stringify({ objects, functions: functions.length, calls, problems: problems.slice(0, 20) });
})
