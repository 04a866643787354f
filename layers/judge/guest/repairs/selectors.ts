// Selectors, computed style and media queries come from the cascade of this image.

import { resolvedValueOf } from '../cascade/computed.ts';
import { matchesMedia } from '../cascade/media.ts';
import { touch } from '../cascade/rules.ts';
import { matches, select } from '../cascade/selectors.ts';
import { document, internals, isElement, ownerOf, window, type AnyElement } from '../page/window.ts';

interface MediaList { list: any; matched: boolean }
const mediaLists: MediaList[] = [];

export function repairSelectors(): void {
  for (const node of [document.createElement('p'), document, document.createDocumentFragment()]) {
    ownerOf(node, 'querySelector').querySelector = function querySelector(text: unknown) {
      return select(this, `${text}`, true)[0] ?? null;
    };
    ownerOf(node, 'querySelectorAll').querySelectorAll = function querySelectorAll(text: unknown) {
      return new window.NodeList(internals.illegalConstructor, select(this, `${text}`));
    };
  }
  const prototype = window.Element.prototype;
  prototype.matches = function (this: AnyElement, text: unknown) { return matches(this, `${text}`); };
  prototype.closest = function (this: AnyElement, text: unknown) {
    for (let at: any = this; isElement(at); at = at.parentElement) if (matches(at, `${text}`)) return at;
    return null;
  };
  window.getComputedStyle = computedStyle;
  window.matchMedia = mediaList;
}

function computedStyle(element: AnyElement, pseudoElement?: unknown): object {
  const pseudo = pseudoElement ? `${pseudoElement}`.replace(/^::?/, '') : null;
  const read = (name: string): string => resolvedValueOf(element, name, pseudo);
  const methods: any = {
    getPropertyValue: (name: unknown) => read(`${name}`.toLowerCase()),
    getPropertyPriority: () => '',
    setProperty() {},
    length: 0,
    cssText: '',
  };
  return new Proxy(methods, {
    get: (target, key) => (key in target || typeof key !== 'string' ? target[key] : read(cssName(key))),
  });
}

function cssName(key: string): string {
  return key === 'cssFloat' ? 'float' : key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

function mediaList(query: unknown): object {
  const list = new window.EventTarget();
  Object.defineProperties(list, {
    matches: { get: () => matchesMedia(`${query}`), enumerable: true },
    media: { value: `${query}`, enumerable: true },
    onchange: { value: null, writable: true },
  });
  list.addListener = (listener: unknown) => list.addEventListener('change', listener);
  list.removeListener = (listener: unknown) => list.removeEventListener('change', listener);
  mediaLists.push({ list, matched: list.matches });
  return list;
}

/** Give the window another size: what listens to it, or to a media query that it decides, hears of it. */
export function resize(width: number, height: number): void {
  window.happyDOM.setViewport({ width, height });
  touch();
  window.dispatchEvent(new window.Event('resize'));
  for (const entry of mediaLists) {
    const { list } = entry;
    if (list.matches === entry.matched) continue;
    entry.matched = list.matches;
    const event = new window.MediaQueryListEvent('change', { matches: entry.matched, media: list.media });
    list.dispatchEvent(event);
    if (typeof list.onchange === 'function') list.onchange(event);
  }
}
