// Small globals: chance, encoders, options.

import type { PageServices } from './contract.ts';
import { put } from './globals.ts';

const HEX_DIGITS = 32;
const UUID_PARTS = [8, 12, 16, 20];
const asString = String;

export function createChance({ random }: PageServices): void {
  Object.defineProperty(Math, 'random', { value: () => random(), writable: true, configurable: true });
  put('crypto', {
    randomUUID: () => uuid(random),
    getRandomValues: (numbers: number[]) => {
      for (let index = 0; index < numbers.length; index++) numbers[index] = Math.floor(random() * 2 ** 32);
      return numbers;
    },
  });
}

/** A random UUID of version 4. */
function uuid(random: () => number): string {
  let digits = '';
  while (digits.length < HEX_DIGITS) digits += Math.floor(random() * 16).toString(16);
  const [first, second, third, fourth] = UUID_PARTS;
  return [
    digits.slice(0, first), digits.slice(first, second), `4${digits.slice(second + 1, third)}`,
    `a${digits.slice(third + 1, fourth)}`, digits.slice(fourth),
  ].join('-');
}

export function createEncoders(): void {
  put('TextEncoder', class TextEncoder {
    encode(text = ''): Uint8Array {
      return Uint8Array.from(unescape(encodeURIComponent(text)), character => character.charCodeAt(0));
    }
  });
  put('TextDecoder', class TextDecoder {
    decode(bytes: Iterable<number> = []): string {
      return decodeURIComponent(escape(asString.fromCharCode(...bytes)));
    }
  });
}

export function createOption({ window, document }: PageServices): void {
  put('origin', document.location.origin);
  put('isSecureContext', true);
  put('getSelection', () => window.getSelection());
  put('Option', class Option {
    constructor(text: unknown = '', value?: unknown, isDefault = false, isSelected = false) {
      const option = document.createElement('option');
      option.textContent = text;
      if (value !== undefined) option.value = value;
      if (isDefault) option.setAttribute('selected', '');
      if (isSelected) option.selected = true;
      return option;
    }
  });
}
