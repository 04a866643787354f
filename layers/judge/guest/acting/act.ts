// What a person does to a page, and why it cannot be done.

import { squash } from '../accessibility/names.ts';
import { valueOf } from '../cascade/computed.ts';
import { elementOf } from '../looking/references.ts';
import { isDisabled, isWithin, topModal } from '../page/focus.ts';
import { record, type Navigation } from '../page/record.ts';
import { due, elapsed } from '../page/time.ts';
import { isVisible } from '../page/visibility.ts';
import { focused, type AnyElement } from '../page/window.ts';
import { fire } from './dispatch.ts';
import { press } from './keyboard.ts';
import { click, hover } from './pointer.ts';
import { clear } from './typing.ts';

export interface Action {
  kind: 'click' | 'hover' | 'focus' | 'blur' | 'key' | 'clear' | 'select' | 'submit';
  ref?: number;
  double?: boolean;
  key?: string;
  option?: string;
}

export interface Done {
  /** Why it could not be done. */
  why: string | null;
  /** Whether timers are due already. */
  due: boolean;
  gone: Navigation | null;
}

export function act(action: Action): Done {
  const why = perform(action);
  return { why, due: due(elapsed()) !== null, gone: record.navigations.at(-1) ?? null };
}

function perform(action: Action): string | null {
  if (action.kind === 'key') { press(action.key!); return null; }
  if (action.kind === 'blur') { focused()?.blur(); return null; }
  const element = elementOf(action.ref!);
  return obstacle(element) ?? performOn(element, action);
}

function performOn(element: AnyElement, action: Action): string | null {
  switch (action.kind) {
    case 'click': click(element, action.double === true); return null;
    case 'hover': hover(element); return null;
    case 'focus': element.focus(); return focused() === element ? null : 'it cannot take the focus';
    case 'clear': return clear(element);
    case 'select': return choose(element, action.option!);
    case 'submit': return submit(element);
    default: return 'unknown action';
  }
}

/** Why a person cannot reach an element. */
function obstacle(element: AnyElement): string | null {
  if (!isVisible(element)) return 'it is not visible';
  if (isDisabled(element)) return 'it is disabled';
  const modal = topModal();
  if (modal && !modal.contains(element)) return 'a modal dialog is open in front of it';
  if (isWithin(element, 'inert')) return 'it is inert';
  return valueOf(element, 'pointer-events') === 'none' ? 'it has pointer-events: none' : null;
}

function choose(element: AnyElement, wanted: string): string | null {
  const options = [...element.querySelectorAll('option')] as AnyElement[];
  const option = options.find(each => squash(each.textContent ?? '') === wanted || each.value === wanted);
  if (!option) return `it has no option "${wanted}"`;
  element.focus();
  element.value = option.value;
  fire(element, 'Event', 'input', { cancelable: false });
  fire(element, 'Event', 'change', { cancelable: false });
  return null;
}

function submit(element: AnyElement): string | null {
  const form = element.localName === 'form' ? element : element.form ?? element.closest('form');
  if (!form) return 'it is not in a form';
  form.requestSubmit();
  return null;
}
