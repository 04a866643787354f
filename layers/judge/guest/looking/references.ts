// Numbers by which the host names elements that it has seen.

import type { AnyElement } from '../page/window.ts';

const seen: AnyElement[] = [];

export function referenceTo(element: AnyElement): number {
  const known = seen.indexOf(element);
  return known >= 0 ? known : seen.push(element) - 1;
}

export function elementOf(reference: number): AnyElement {
  return seen[reference];
}
