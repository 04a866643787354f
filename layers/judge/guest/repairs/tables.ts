// Tables: the rows of a section, rows in the order in which a table shows them, and where new parts are inserted.

import { childrenOf, document, internals, isElement, window, type AnyElement } from '../page/window.ts';

export function repairTables(): void {
  collect('HTMLTableSectionElement', 'rows', section => named(section, ['tr']));
  collect('HTMLTableRowElement', 'cells', row => named(row, ['td', 'th']));
  collect('HTMLTableElement', 'rows', rowsOf);
  collect('HTMLTableElement', 'tBodies', table => named(table, ['tbody']));
  const table = window.HTMLTableElement.prototype;
  const { insertRow } = table;
  table.insertRow = function (this: AnyElement, index = -1) {
    const rows = rowsOf(this);
    const last = rows.at(-1);
    return last && (index === -1 || index === rows.length) ? appendRow(last.parentNode) : Reflect.apply(insertRow, this, [index]);
  };
  table.createTFoot = function (this: AnyElement) { return this.tFoot ?? this.appendChild(document.createElement('tfoot')); };
}

function named(element: AnyElement, names: string[]): AnyElement[] {
  return childrenOf(element).filter(isElement).filter(child => names.includes(child.localName));
}

/** The rows of a table: those of heads first, those of feet last. */
function rowsOf(table: AnyElement): AnyElement[] {
  const [heads, feet] = [named(table, ['thead']), named(table, ['tfoot'])];
  const middle = named(table, ['tbody', 'tr']).flatMap(part => (part.localName === 'tr' ? [part] : named(part, ['tr'])));
  return [...heads.flatMap(head => named(head, ['tr'])), ...middle, ...feet.flatMap(foot => named(foot, ['tr']))];
}

function appendRow(parent: any): AnyElement {
  return parent.appendChild(document.createElement('tr'));
}

/** Give a class a live collection. */
function collect(kind: string, name: string, find: (element: AnyElement) => AnyElement[]): void {
  const kept = new WeakMap<AnyElement, unknown>();
  Object.defineProperty(window[kind].prototype, name, {
    get(this: AnyElement) {
      if (!kept.has(this)) kept.set(this, new window.HTMLCollection(internals.illegalConstructor, () => find(this)));
      return kept.get(this);
    },
    configurable: true,
    enumerable: true,
  });
}
