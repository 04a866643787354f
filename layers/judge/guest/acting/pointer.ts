// The pointer: clicks and hovering, with the events that come before and after.

import { touch } from '../cascade/rules.ts';
import { hovered } from '../cascade/pseudo-classes.ts';
import { isFocusable } from '../page/focus.ts';
import { focused, type AnyElement } from '../page/window.ts';
import { activate, fire } from './dispatch.ts';

export function click(element: AnyElement, isDouble: boolean): void {
  fire(element, 'PointerEvent', 'pointerdown');
  if (fire(element, 'MouseEvent', 'mousedown')) focusFrom(element);
  if (!element.isConnected) return;
  fire(element, 'PointerEvent', 'pointerup');
  fire(element, 'MouseEvent', 'mouseup');
  activate(element, { detail: 1 });
  if (!isDouble) return;
  activate(element, { detail: 2 });
  fire(element, 'MouseEvent', 'dblclick', { detail: 2 });
}

/** Pressing the button focuses the nearest element that can have the focus, or nothing. */
function focusFrom(element: AnyElement): void {
  let at: AnyElement | null = element;
  while (at && !isFocusable(at)) at = at.parentElement as AnyElement | null;
  if (at) at.focus();
  else focused()?.blur();
}

export function hover(element: AnyElement): void {
  for (const left of [...hovered].reverse()) {
    if (!left.contains(element)) fire(left, 'MouseEvent', 'mouseleave', { bubbles: false });
  }
  hovered.clear();
  for (let at: AnyElement | null = element; at; at = at.parentElement as AnyElement | null) hovered.add(at);
  touch();
  fire(element, 'MouseEvent', 'mouseover');
  fire(element, 'MouseEvent', 'mouseenter', { bubbles: false });
  fire(element, 'MouseEvent', 'mousemove');
}
