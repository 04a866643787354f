// The focus, as a browser gives it: only to what can have it, never outside of a modal dialog, with `change` on leaving.

import { isFocusable, topModal } from '../page/focus.ts';
import { focused, window, type AnyElement } from '../page/window.ts';

const valueAtFocus = new WeakMap<AnyElement, string>();
const TYPED = 'input:not([type="checkbox"]):not([type="radio"]),textarea';

export function repairFocus(): void {
  const prototype = window.HTMLElement.prototype;
  const { focus, blur } = prototype;
  prototype.focus = function (this: AnyElement) {
    const modal = topModal();
    if (!isFocusable(this) || (modal && !modal.contains(this))) return;
    if (focused() !== this && 'value' in this) valueAtFocus.set(this, this.value);
    focus.call(this);
  };
  prototype.blur = function (this: AnyElement) {
    if (focused() === this && hasChanged(this)) {
      valueAtFocus.delete(this);
      this.dispatchEvent(new window.Event('change', { bubbles: true }));
    }
    blur.call(this);
  };
}

function hasChanged(element: AnyElement): boolean {
  return valueAtFocus.has(element) && valueAtFocus.get(element) !== element.value && element.matches(TYPED);
}
