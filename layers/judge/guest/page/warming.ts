// What a page would prepare at its first use, prepared once for all pages.

import { press } from '../acting/keyboard.ts';
import { click } from '../acting/pointer.ts';
import { prepareStyles } from '../cascade/computed.ts';
import { find } from '../looking/find.ts';
import { document, type AnyElement } from './window.ts';

const NOTHING = 'a name that nothing has';

/** Look for elements and act on one that is taken away again: selectors are compiled and the browser's rules computed. */
export function warmUp(): void {
  prepareStyles();
  const button = document.createElement('button') as AnyElement;
  document.body.append(button);
  for (const target of [{ role: 'button', name: NOTHING }, { label: NOTHING }, { text: NOTHING }, { css: '#none' }]) {
    find({ target, want: {} });
  }
  click(button, false);
  press('Tab');
  button.remove();
}
