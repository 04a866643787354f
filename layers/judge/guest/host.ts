// What happy-dom and the URL classes expect of their host, before they load. No learner sees any of it.

const nothing = (): void => {};

/**
 * QuickJS counts references, so a WeakRef to an entry of a cache dies at once, and happy-dom would never find anything
 * in its caches. A guest lives for one page: it may keep them.
 */
class StrongReference {
  #target: object;
  constructor(target: object) { this.#target = target; }
  deref(): object { return this.#target; }
}

class TextEncoder {
  encode(text: string): Uint8Array {
    return Uint8Array.from(unescape(encodeURIComponent(text)), character => character.charCodeAt(0));
  }
}

class TextDecoder {
  decode(bytes: Uint8Array): string {
    return decodeURIComponent(escape(String.fromCharCode(...bytes)));
  }
}

class Buffer extends Uint8Array {
  static override from(): any { return new Buffer(0); }
}

Object.assign(globalThis, {
  global: globalThis,
  WeakRef: StrongReference,
  TextEncoder, TextDecoder, Buffer,
  ReadableStream: class {}, WritableStream: class {}, TransformStream: class {},
  setTimeout: () => 0, clearTimeout: nothing, setInterval: () => 0, clearInterval: nothing,
  setImmediate: () => 0, clearImmediate: nothing, fetch: nothing,
  console: { log: nothing, warn: nothing, error: nothing, info: nothing, debug: nothing },
  process: {
    env: {}, platform: 'linux', arch: 'arm64', versions: {}, cwd: () => '/',
    nextTick: nothing, on: nothing, off: nothing, emitWarning: nothing,
  },
});

export {};
