// Intl, which QuickJS has not, for English and German, and the methods that a browser's language answers.

import { DateTimeFormat, dateText } from './dates.ts';
import { NumberFormat } from './numbers.ts';
import { ListFormat, RelativeTimeFormat } from './sentences.ts';
import { localeOf } from './locales.ts';
import { Collator, PluralRules } from './text.ts';
import { put } from '../globals.ts';

const DATE_METHODS = [
  ['toLocaleDateString', 'date'], ['toLocaleTimeString', 'time'], ['toLocaleString', 'both'],
] as const;

function replaceMethod(prototype: any, name: string, method: Function): void {
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
}

export function createIntl(): void {
  put('Intl', {
    NumberFormat: callable(NumberFormat), DateTimeFormat: callable(DateTimeFormat),
    Collator: callable(Collator), PluralRules: callable(PluralRules),
    ListFormat: callable(ListFormat), RelativeTimeFormat: callable(RelativeTimeFormat),
    getCanonicalLocales: canonical,
  });
  const formatNumber = function toLocaleString(this: unknown, locale?: unknown, options?: object) {
    return new NumberFormat(locale, options).format(typeof this === 'bigint' ? this : Number(this));
  };
  replaceMethod(Number.prototype, 'toLocaleString', formatNumber);
  replaceMethod(BigInt.prototype, 'toLocaleString', formatNumber);
  for (const [name, which] of DATE_METHODS) {
    replaceMethod(Date.prototype, name, function (this: Date, locale?: unknown, options?: object) {
      return dateText(this, locale, options, which);
    });
  }
  const compare = function localeCompare(this: unknown, other: unknown, locale?: unknown, options?: object) {
    return new Collator(locale, options).compare(this, other);
  };
  replaceMethod(String.prototype, 'localeCompare', compare);
}

/** A class that may be called without `new`, as those of Intl may. */
function callable<Arguments extends unknown[]>(Kind: new (...args: Arguments) => object): unknown {
  Object.defineProperty(Kind, 'supportedLocalesOf', { value: supported, writable: true, configurable: true });
  return new Proxy(Kind, { apply: (_, __, args) => new Kind(...(args as Arguments)) });
}

/** Locales as they are written: the language small, the region in capitals. Raises RangeError for what is none. */
function canonical(wanted?: unknown): string[] {
  return listed(wanted).map(name => {
    localeOf(name);
    const [language, ...rest] = name.split('-');
    return [language.toLowerCase(), ...rest.map(part => (part.length === 2 ? part.toUpperCase() : part))].join('-');
  });
}

function supported(wanted?: unknown): string[] {
  return canonical(wanted).filter(name => /^(de|en)(-|$)/.test(name));
}

function listed(wanted: unknown): string[] {
  return wanted === undefined ? [] : Array.isArray(wanted) ? wanted.map(String) : [String(wanted)];
}
