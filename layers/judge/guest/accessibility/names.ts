// The accessible name of an element, after the accname specification, shortened.

import { attributeOf, document, isElement, type AnyElement } from '../page/window.ts';
import { tagged } from '../cascade/selectors.ts';
import { roleOf } from './roles.ts';

const NAMED_BY_CONTENT = new Set(
  `button cell checkbox columnheader heading link listitem menuitem option radio row switch tab tooltip treeitem`.split(' '),
);
const LABELLED = new Set(['input', 'select', 'textarea', 'meter', 'progress', 'output', 'button']);
const UNREAD = new Set(['script', 'style']);
const BUTTON_TYPES = new Set(['button', 'submit', 'reset']);
const BUTTON_TEXTS: Record<string, string> = { submit: 'Submit', reset: 'Reset' };
const CAPTIONS: Record<string, string> = { fieldset: 'legend', table: 'caption', figure: 'figcaption' };

/** Text with single blanks and none at its ends. */
export function squash(text: string): string {
  return text && text.replace(/\s+/g, ' ').trim();
}

/** The words inside an element that are not hidden from assistive technology. */
export function wordsIn(element: AnyElement): string {
  let found = '';
  for (const node of element.childNodes as any) {
    if (node.nodeType === 3) found += node.data;
    else if (isElement(node)) found += wordsOf(node);
  }
  return found;
}

function wordsOf(element: AnyElement): string {
  if (attributeOf(element, 'aria-hidden') === 'true' || UNREAD.has(element.localName)) return '';
  if (element.localName === 'img') return ` ${attributeOf(element, 'alt') ?? ''} `;
  return attributeOf(element, 'aria-label') ?? wordsIn(element);
}

export function labelsOf(element: AnyElement): AnyElement[] {
  const id = attributeOf(element, 'id');
  return tagged(document, 'label').filter(label => (
    attributeOf(label, 'for') !== null ? id && attributeOf(label, 'for') === id : label.contains(element)));
}

/** A name from elsewhere: aria-labelledby, aria-label. */
function explicitName(element: AnyElement): string {
  const ids = attributeOf(element, 'aria-labelledby')?.split(/\s+/) ?? [];
  const texts = ids.map(id => document.getElementById(id) as AnyElement | null)
    .map(found => (found ? attributeOf(found, 'aria-label') ?? wordsIn(found) : ''));
  return squash(texts.join(' ')) || squash(attributeOf(element, 'aria-label') ?? '');
}

/** A name that the element's own markup gives, or null where the kind of element has none. */
function nativeName(element: AnyElement): string | null {
  const tag = element.localName;
  const isImage = tag === 'img' || tag === 'area' || (tag === 'input' && element.type === 'image');
  if (isImage && attributeOf(element, 'alt') !== null) return squash(attributeOf(element, 'alt')!);
  if (tag === 'input' && BUTTON_TYPES.has(element.type)) {
    return squash(attributeOf(element, 'value') ?? BUTTON_TEXTS[element.type] ?? '');
  }
  if (LABELLED.has(tag)) {
    const label = squash(labelsOf(element).map(wordsIn).join(' '));
    if (label) return label;
  }
  const caption = Object.hasOwn(CAPTIONS, tag) ? element.querySelector(CAPTIONS[tag]) : null;
  return caption ? squash(wordsIn(caption as AnyElement)) : null;
}

export function nameOf(element: AnyElement): string {
  const given = explicitName(element) || nativeName(element);
  if (given !== null) return given;
  const content = NAMED_BY_CONTENT.has(roleOf(element)) ? squash(wordsIn(element)) : '';
  if (content) return content;
  const isTyped = element.localName === 'input' || element.localName === 'textarea';
  return squash(attributeOf(element, 'title') ?? (isTyped ? attributeOf(element, 'placeholder') ?? '' : ''));
}
