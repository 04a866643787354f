// The role of an element, after ARIA in HTML, shortened.

import { attributeOf, type AnyElement } from '../page/window.ts';

/** The roles of inputs by their type; what is not listed is a text box. */
export const INPUT_ROLES: Record<string, string> = {
  '': 'textbox', text: 'textbox', email: 'textbox', tel: 'textbox', url: 'textbox', search: 'searchbox', number: 'spinbutton',
  range: 'slider', checkbox: 'checkbox', radio: 'radio', button: 'button', submit: 'button', reset: 'button', image: 'button',
};

const ROLES: Record<string, string> = {
  article: 'article', aside: 'complementary', button: 'button', datalist: 'listbox', dialog: 'dialog', fieldset: 'group',
  figure: 'figure', footer: 'contentinfo', form: 'form', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading',
  h5: 'heading', h6: 'heading', header: 'banner', hr: 'separator', img: 'img', li: 'listitem', main: 'main', menu: 'list',
  meter: 'meter', nav: 'navigation', ol: 'list', option: 'option', output: 'status', progress: 'progressbar',
  section: 'region', summary: 'button', table: 'table', tbody: 'rowgroup', td: 'cell', textarea: 'textbox',
  tfoot: 'rowgroup', th: 'columnheader', thead: 'rowgroup', tr: 'row', ul: 'list',
};

export function inputType(element: AnyElement): string {
  return (attributeOf(element, 'type') ?? '').toLowerCase();
}

export function roleOf(element: AnyElement): string {
  const explicit = attributeOf(element, 'role')?.trim().split(/\s+/)[0];
  if (explicit) return explicit;
  const tag = element.localName;
  switch (tag) {
    case 'a': case 'area': return attributeOf(element, 'href') !== null ? 'link' : '';
    case 'input': return INPUT_ROLES[inputType(element)] ?? 'textbox';
    case 'select': return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
    case 'img': return attributeOf(element, 'alt') === '' ? 'presentation' : 'img';
    default: return Object.hasOwn(ROLES, tag) ? ROLES[tag] : '';
  }
}
