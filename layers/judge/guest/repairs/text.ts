// WebIDL: what is assigned becomes text. happy-dom tests some of it for truth instead, and loses 0 and false.

import { window } from '../page/window.ts';

const SETTERS: [string, string[]][] = [
  ['Node', ['textContent', 'nodeValue']],
  ['Element', ['textContent', 'innerHTML', 'outerHTML', 'className', 'id']],
  ['HTMLElement', ['innerText', 'outerText', 'title']],
  ['CharacterData', ['textContent', 'data', 'nodeValue']],
  ['HTMLInputElement', ['value', 'placeholder', 'name']],
  ['HTMLTextAreaElement', ['value']],
  ['HTMLOptionElement', ['value', 'text']],
  ['HTMLButtonElement', ['value']],
];
const INSERTERS: [string, string[]][] = [
  ['Element', ['append', 'prepend', 'before', 'after', 'replaceWith', 'replaceChildren']],
  ['CharacterData', ['before', 'after', 'replaceWith']],
  ['DocumentFragment', ['append', 'prepend', 'replaceChildren']],
];
const ARIA = [
  'Busy', 'Checked', 'Current', 'Description', 'Disabled', 'Expanded', 'HasPopup', 'Hidden', 'Invalid', 'Label', 'Level',
  'Live', 'Modal', 'Pressed', 'Required', 'Selected', 'ValueMax', 'ValueMin', 'ValueNow', 'ValueText',
];

export function repairText(): void {
  for (const [kind, names] of SETTERS) for (const name of names) convertAssigned(window[kind].prototype, name);
  for (const [kind, names] of INSERTERS) for (const name of names) convertInserted(window[kind].prototype, name);
  for (const name of ARIA) reflect(window.Element.prototype, `aria${name}`, `aria-${name.toLowerCase()}`);
  reflect(window.Element.prototype, 'role', 'role');
}

function convertAssigned(prototype: any, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  const set = descriptor?.set;
  if (!set) return;
  const isNullable = name !== 'id';
  const takesUndefined = name === 'textContent' || name === 'nodeValue';
  const converted = (value: unknown): string => (
    (value === null && isNullable) || (value === undefined && takesUndefined) ? '' : `${value}`);
  Object.defineProperty(prototype, name, {
    ...descriptor,
    set(value) { Reflect.apply(set, this, [typeof value === 'string' ? value : converted(value)]); },
  });
}

function convertInserted(prototype: any, name: string): void {
  const insert = prototype[name];
  if (!insert) return;
  const named = {
    [name](this: unknown, ...items: unknown[]) {
      const nodes = items.map(item => (item instanceof window.Node || typeof item === 'string' ? item : `${item}`));
      return Reflect.apply(insert, this, nodes);
    },
  };
  prototype[name] = named[name];
}

/** A property that is an attribute. */
function reflect(prototype: any, name: string, attribute: string): void {
  Object.defineProperty(prototype, name, {
    get() { return this.getAttribute(attribute); },
    set(value) {
      if (value === null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, `${value}`);
    },
    configurable: true,
    enumerable: true,
  });
}
