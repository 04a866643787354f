// insertAdjacent… and lists of classes refuse what a browser refuses; happy-dom goes on, in one case without end.

import DOMTokenList from 'happy-dom/lib/dom/DOMTokenList.js';
import type { Node } from 'happy-dom';
import { childrenOf, document, window, type AnyElement } from '../page/window.ts';

const INSERT = { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append', afterend: 'after' } as const;
type Place = keyof typeof INSERT;
const OUTSIDE = ['beforebegin', 'afterend'];
const STRICT = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup', 'select', 'optgroup']);
const BLANK = /[\t\n\f\r ]/;

export function repairInsertions(): void {
  const prototype = window.Element.prototype;
  const { insertAdjacentElement, insertAdjacentText } = prototype;
  prototype.insertAdjacentElement = function (this: AnyElement, position: unknown, element: unknown) {
    return Reflect.apply(insertAdjacentElement, this, [placeOf(position), element]);
  };
  prototype.insertAdjacentText = function (this: AnyElement, position: unknown, text: unknown) {
    Reflect.apply(insertAdjacentText, this, [placeOf(position), `${text}`]);
  };
  prototype.insertAdjacentHTML = function (this: AnyElement, position: unknown, text: unknown) {
    const place = placeOf(position);
    const context = OUTSIDE.includes(place) ? this.parentElement : this;
    if (!context) throw new window.DOMException('The element has no parent.', 'NoModificationAllowedError');
    const insert = INSERT[place];
    this[insert](...parsed(`${text}`, context as AnyElement));
  };
  for (const name of ['add', 'remove', 'toggle', 'replace']) refuseTokens(DOMTokenList.prototype, name);
}

function placeOf(position: unknown): Place {
  const place = `${position}`.toLowerCase();
  if (place in INSERT) return place as Place;
  throw new window.DOMException(`'${place}' is not one of ${Object.keys(INSERT).join(', ')}.`, 'SyntaxError');
}

/** Nodes of a text of HTML as they are read inside of an element: rows and cells are none elsewhere. */
function parsed(text: string, context: AnyElement): Node[] {
  const holder = document.createElement(STRICT.has(context.localName) ? context.localName : 'div');
  holder.innerHTML = text;
  return [...childrenOf(holder)];
}

function refuseTokens(prototype: any, name: string): void {
  const change = prototype[name];
  const named = {
    [name](this: unknown, ...given: unknown[]) {
      const tokens = name === 'toggle' ? given.slice(0, 1) : given;
      for (const token of tokens) refuseToken(`${token}`, name);
      return Reflect.apply(change, this, given);
    },
  };
  prototype[name] = named[name];
}

function refuseToken(token: string, name: string): void {
  if (token === '') throw new window.DOMException(`Failed to execute '${name}': the token is empty.`, 'SyntaxError');
  if (!BLANK.test(token)) return;
  throw new window.DOMException(`Failed to execute '${name}': the token '${token}' holds a blank.`, 'InvalidCharacterError');
}
