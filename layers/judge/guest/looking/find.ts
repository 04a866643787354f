// The elements that a target names: by selector, role, label or text, or the one with the focus.

import { nameOf } from '../accessibility/names.ts';
import { roleOf } from '../accessibility/roles.ts';
import { select, tagged } from '../cascade/selectors.ts';
import { isVisible } from '../page/visibility.ts';
import { document, focused, type AnyElement } from '../page/window.ts';
import { look, shownText, type Wanted } from './look.ts';

export interface Target {
  css?: string;
  role?: string;
  name?: string;
  label?: string;
  text?: string;
  /** Elements of a role count although nobody sees them. */
  hidden?: boolean;
  /** Only what is visible counts. */
  visible?: boolean;
}

const MAX_FOUND = 60;
const LABELLED = 'input,select,textarea,button,[role]';

function byRole({ role, name, hidden }: Target): AnyElement[] {
  return tagged(document).filter(element => (
    roleOf(element) === role && (name === undefined || nameOf(element) === name) && (hidden || isVisible(element))));
}

/** The innermost elements that show a text. */
function byText(text: string): AnyElement[] {
  const found = select(document, 'body *').filter(element => (
    element.localName !== 'script' && element.localName !== 'style' && shownText(element).includes(text)));
  return found.filter(element => !found.some(other => other !== element && element.contains(other)));
}

function candidates(target: Target): AnyElement[] {
  if (target.css !== undefined) return select(document, target.css);
  if (target.role !== undefined) return byRole(target);
  if (target.label !== undefined) return select(document, LABELLED).filter(element => nameOf(element) === target.label);
  if (target.text !== undefined) return byText(target.text);
  const current = focused();
  return current ? [current] : [];
}

export function find({ target, want }: { target: Target; want: Wanted }): { count: number; items: unknown[] } {
  const found = target.visible ? candidates(target).filter(isVisible) : candidates(target);
  return { count: found.length, items: found.slice(0, MAX_FOUND).map(element => look(element, want)) };
}
