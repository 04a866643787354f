// Intl.Collator and Intl.PluralRules: the order of words, and one or many.

import { localeOf } from './locales.ts';

interface CollatorOptions { numeric?: boolean; sensitivity?: 'base' | 'accent' | 'case' | 'variant' }

const MARKS = /[\u0300-\u036f]/g;

/** The class of a character: blanks, then signs, then digits, then letters. */
function rank(character: string): number {
  if (/\s/.test(character)) return 0;
  if (/\d/.test(character)) return 2;
  return /\p{L}/u.test(character) ? 3 : 1;
}

function compareCharacters(one: string, other: string): number {
  return rank(one) - rank(other) || (one < other ? -1 : one > other ? 1 : 0);
}

function elements(text: string, isNumeric: boolean): string[] {
  return isNumeric ? text.match(/\d+|[^\d]/gu) ?? [] : [...text];
}

function compareElements(one: string, other: string): number {
  const areNumbers = /^\d+$/.test(one) && /^\d+$/.test(other);
  return areNumbers ? Number(one) - Number(other) : compareCharacters(one[0], other[0]);
}

function compareLetters(one: string, other: string, isNumeric: boolean): number {
  const [left, right] = [elements(one, isNumeric), elements(other, isNumeric)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareElements(left[at], right[at]);
    if (order) return order;
  }
  return left.length - right.length;
}

export class Collator {
  #options: CollatorOptions;

  constructor(locale?: unknown, options: CollatorOptions = {}) {
    localeOf(locale);
    this.#options = options;
    this.compare = this.compare.bind(this);
  }

  /** Letters decide first, then accents, then case: small letters come first. */
  compare(one: unknown, other: unknown): number {
    const { numeric = false, sensitivity = 'variant' } = this.#options;
    const [left, right] = [String(one).normalize('NFD'), String(other).normalize('NFD')];
    const order = compareLetters(bare(left), bare(right), numeric);
    const accents = sensitivity === 'base' || sensitivity === 'case' ? 0 : compareText(left.toLowerCase(), right.toLowerCase());
    const cases = sensitivity === 'base' || sensitivity === 'accent' ? 0 : -compareText(left, right);
    return Math.sign(order || accents || cases);
  }
}

function bare(text: string): string {
  return text.replace(MARKS, '').toLowerCase();
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export class PluralRules {
  #isOrdinal: boolean;
  #isGerman: boolean;

  constructor(locale?: unknown, { type }: { type?: string } = {}) {
    this.#isGerman = localeOf(locale).name === 'de-DE';
    this.#isOrdinal = type === 'ordinal';
  }

  resolvedOptions(): object {
    const categories = !this.#isOrdinal ? ['one', 'other'] : this.#isGerman ? ['other'] : ['few', 'one', 'two', 'other'];
    return { locale: this.#isGerman ? 'de' : 'en', type: this.#isOrdinal ? 'ordinal' : 'cardinal', pluralCategories: categories };
  }

  select(number: number): string {
    if (!this.#isOrdinal) return number === 1 ? 'one' : 'other';
    if (this.#isGerman) return 'other';
    const [ten, hundred] = [number % 10, number % 100];
    if (ten === 1 && hundred !== 11) return 'one';
    if (ten === 2 && hundred !== 12) return 'two';
    return ten === 3 && hundred !== 13 ? 'few' : 'other';
  }
}
