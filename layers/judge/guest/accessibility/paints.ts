// Colours for the contrast check: every visible text of its own, and the backgrounds behind it.

import { valueOf } from '../cascade/computed.ts';
import { select } from '../cascade/selectors.ts';
import { isDisabled } from '../page/focus.ts';
import { shownText } from '../looking/look.ts';
import { isVisible } from '../page/visibility.ts';
import { document, isElement, type AnyElement } from '../page/window.ts';
import { squash } from './names.ts';

export interface Paint { tag: string; text: string; color: string; back: string[]; size: string; weight: string }

const MAX_PAINTS = 200;
const MAX_TEXT = 40;

export function paints(): Paint[] {
  const found: Paint[] = [];
  for (const element of select(document, 'body, body *')) {
    if (found.length >= MAX_PAINTS) break;
    if (!hasOwnText(element) || !isVisible(element) || isDisabled(element)) continue;
    found.push({
      tag: element.localName,
      text: shownText(element).slice(0, MAX_TEXT),
      color: valueOf(element, 'color'),
      back: backgroundsBehind(element),
      size: valueOf(element, 'font-size'),
      weight: valueOf(element, 'font-weight'),
    });
  }
  return found;
}

function hasOwnText(element: AnyElement): boolean {
  if (element.localName === 'script' || element.localName === 'style') return false;
  return [...(element.childNodes as any)].some(node => node.nodeType === 3 && squash(node.data));
}

/** The colours from the element to the root; an image, whose colours nobody knows, takes the place of all before it. */
function backgroundsBehind(element: AnyElement): string[] {
  const found: string[] = [];
  for (let at: any = element; isElement(at); at = at.parentElement) {
    const image = valueOf(at, 'background-image');
    if (image && image !== 'none' && image !== 'initial') return ['image'];
    const color = valueOf(at, 'background-color');
    if (color && color !== 'initial') found.push(color);
  }
  return found;
}
