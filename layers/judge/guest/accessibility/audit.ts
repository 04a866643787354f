// What keeps people from using a page: the part of the rules that needs no layout.

import { select } from '../cascade/selectors.ts';
import { FOCUSABLE } from '../page/focus.ts';
import { clip } from '../page/record.ts';
import { isVisible } from '../page/visibility.ts';
import { document, type AnyElement } from '../page/window.ts';
import { labelsOf, nameOf, squash } from './names.ts';
import { roleOf } from './roles.ts';

export interface Finding { rule: string; element: string; message: string }
type Add = (rule: string, element: AnyElement | null, message: string) => void;

const MAX_FINDINGS = 40;
const FIELDS = 'input:not([type="hidden"]):not([type="submit"]):not([type="button"]):not([type="reset"]),select,textarea';
const NEED_NAMES = new Set(['button', 'link', 'tab', 'menuitem']);
const REFERENCES = ['aria-labelledby', 'aria-describedby', 'aria-controls'];
const LABEL_ATTRIBUTES = ['aria-label', 'aria-labelledby', 'title'];

export function audit(): Finding[] {
  const findings: Finding[] = [];
  const add: Add = (rule, element, message) => {
    if (findings.length < MAX_FINDINGS) findings.push({ rule, element: element ? tagOf(element) : '', message });
  };
  if (!squash(document.documentElement?.getAttribute('lang') ?? '')) add('html-lang', null, '<html> has no lang attribute');
  if (!squash(document.title ?? '')) add('title', null, 'The page has no <title>');
  const ids = new Set<string>();
  let level = 0;
  for (const element of select(document, 'body, body *')) {
    checkId(element, ids, add);
    if (element.localName === 'body' || !isVisible(element)) continue;
    checkNames(element, add);
    level = checkHeading(element, level, add);
    checkReferences(element, add);
    checkKeyboard(element, add);
  }
  return findings;
}

function tagOf(element: AnyElement): string {
  return `<${element.localName}${element.id ? ` id="${clip(element.id)}"` : ''}>`;
}

function checkId(element: AnyElement, ids: Set<string>, add: Add): void {
  if (!element.id) return;
  if (ids.has(element.id)) add('duplicate-id', element, `The id "${clip(element.id)}" is used more than once`);
  ids.add(element.id);
}

function checkNames(element: AnyElement, add: Add): void {
  if (element.localName === 'img' && !element.hasAttribute('alt')) add('image-alt', element, 'An image has no alt attribute');
  const role = roleOf(element);
  if (NEED_NAMES.has(role) && !nameOf(element)) add('name', element, `A ${role} has no accessible name`);
  if (!element.matches(FIELDS)) return;
  if (!nameOf(element)) add('label', element, 'A form field has no label');
  else if (!labelsOf(element).length && !LABEL_ATTRIBUTES.some(name => element.hasAttribute(name))) {
    add('label', element, 'A placeholder is not a label');
  }
}

/** The level of the heading, or the last one's. */
function checkHeading(element: AnyElement, last: number, add: Add): number {
  const found = /^h([1-6])$/.exec(element.localName);
  if (!found) return last;
  const level = Number(found[1]);
  if (level > last + 1) {
    add('heading-order', element, `<h${level}> follows ${last ? `<h${last}>` : 'no heading'}: a level is skipped`);
  }
  return level;
}

function checkReferences(element: AnyElement, add: Add): void {
  for (const attribute of REFERENCES) {
    for (const id of element.getAttribute(attribute)?.split(/\s+/) ?? []) {
      if (id && !document.getElementById(id)) add('aria-ref', element, `${attribute} names "${clip(id)}", which does not exist`);
    }
  }
}

function checkKeyboard(element: AnyElement, add: Add): void {
  if (Number(element.getAttribute('tabindex')) > 0) add('tabindex', element, 'tabindex above 0 changes the order of the page');
  if (element.hasAttribute('onclick') && !element.matches(FOCUSABLE)) {
    add('keyboard', element, 'It can be clicked but not reached with the keyboard');
  }
}
