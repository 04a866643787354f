// Options of a select element, as scripts change them, and the radio buttons that share a name.

import RadioNodeList from 'happy-dom/lib/nodes/html-form-element/RadioNodeList.js';
import { document, internals, window, type AnyElement } from '../page/window.ts';

export function repairOptions(): void {
  const select = window.HTMLSelectElement.prototype;
  accessor(select, 'length', function (this: AnyElement) { return optionsOf(this).length; }, resize);
  select.namedItem = function (this: AnyElement, name: unknown) { return this.options.namedItem(`${name}`); };
  const options = window.HTMLOptionsCollection.prototype;
  accessor(options, 'length', function (this: any) { return optionsOf(this[internals.ownerElement]).length; },
    function (this: any, length) { resize.call(this[internals.ownerElement], length); });
  // HTMLCollection calls it where an index is assigned.
  options[internals.setNamedItem] = function (this: any, index: number, option: AnyElement | null) {
    put(this[internals.ownerElement], index, option);
  };
  repairOption(window.HTMLOptionElement.prototype);
  accessor(RadioNodeList.prototype, 'value', radioValue, checkValue);
}

function accessor(prototype: any, name: string, get: (this: any) => unknown, set: (this: any, value: any) => void): void {
  Object.defineProperty(prototype, name, { get, set, configurable: true, enumerable: true });
}

function optionsOf(select: AnyElement): AnyElement[] {
  return [...select.querySelectorAll('option')] as AnyElement[];
}

function resize(this: AnyElement, wanted: unknown): void {
  const options = optionsOf(this);
  const length = Math.trunc(Number(wanted)) || 0;
  for (const option of options.slice(Math.max(0, length))) option.remove();
  // a browser ignores what is more than 100,000
  if (length > 100_000) return;
  for (let count = options.length; count < length; count++) this.appendChild(document.createElement('option'));
}

function put(select: AnyElement, index: number, option: AnyElement | null): void {
  const options = optionsOf(select);
  if (option === null) options[index]?.remove();
  else if (options[index]) options[index].replaceWith(option);
  else {
    resize.call(select, index);
    select.appendChild(option);
  }
}

function repairOption(prototype: any): void {
  accessor(prototype, 'defaultSelected', function () { return this.hasAttribute('selected'); },
    function (value) { this.toggleAttribute('selected', Boolean(value)); });
  accessor(prototype, 'label', function () { return this.getAttribute('label') || this.text; },
    function (value) { this.setAttribute('label', `${value}`); });
}

function radioValue(this: any): string {
  return radios(this).find(radio => radio.checked)?.value ?? '';
}

function checkValue(this: any, value: unknown): void {
  const found = radios(this).find(radio => radio.value === `${value}`);
  if (found) found.checked = true;
}

function radios(list: Iterable<AnyElement>): AnyElement[] {
  return [...list].filter(element => element.type === 'radio');
}
