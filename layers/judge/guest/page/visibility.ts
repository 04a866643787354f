// Whether a person sees an element, by its style alone.

import { valueOf } from '../cascade/computed.ts';
import { isElement, type AnyElement } from './window.ts';

export function isVisible(element: AnyElement): boolean {
  if (!element.isConnected) return false;
  for (let at: any = element; isElement(at); at = at.parentElement) {
    if (valueOf(at, 'display') === 'none') return false;
    if (at !== element && isClosedAround(at, element)) return false;
  }
  const visibility = valueOf(element, 'visibility');
  return visibility !== 'hidden' && visibility !== 'collapse';
}

/** Closed `details` show their summary alone. */
function isClosedAround(details: AnyElement, element: AnyElement): boolean {
  if (details.localName !== 'details' || details.hasAttribute('open')) return false;
  return !details.querySelector('summary')?.contains(element);
}
