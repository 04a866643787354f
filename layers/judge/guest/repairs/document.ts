// Properties of the document that happy-dom has not.

import { select } from '../cascade/selectors.ts';
import { document, internals, ownerOf, window } from '../page/window.ts';

export function repairDocument(): void {
  const images = new window.HTMLCollection(internals.illegalConstructor, () => select(document, 'img'));
  const prototype = ownerOf(document, 'createElement');
  const get = (name: string, value: () => unknown, set?: (value: unknown) => void): void => {
    Object.defineProperty(prototype, name, { get: value, set, configurable: true, enumerable: true });
  };
  get('images', () => images);
  get('compatMode', () => 'CSS1Compat');
  get('dir', () => document.documentElement?.getAttribute('dir') ?? '',
    value => document.documentElement?.setAttribute('dir', `${value}`));
}
