// Intl.ListFormat and Intl.RelativeTimeFormat: lists and distances in time as parts of sentences.

import { NumberFormat } from './numbers.ts';
import { localeOf } from './locales.ts';

interface ListOptions { type?: 'conjunction' | 'disjunction' | 'unit'; style?: string }
interface TimeOptions { numeric?: 'always' | 'auto' }

export class ListFormat {
  #isGerman: boolean;
  #type: string;

  constructor(locale?: unknown, { type = 'conjunction' }: ListOptions = {}) {
    this.#isGerman = localeOf(locale).name === 'de-DE';
    this.#type = type;
  }

  format(values: Iterable<string>): string {
    const items = [...values];
    const last = items.pop();
    if (last === undefined || items.length === 0) return last ?? '';
    if (this.#type === 'unit') return [...items, last].join(', ');
    const word = this.#type === 'disjunction' ? (this.#isGerman ? 'oder' : 'or') : this.#isGerman ? 'und' : 'and';
    const comma = items.length > 1 && !this.#isGerman ? ',' : '';
    return `${items.join(', ')}${comma} ${word} ${last}`;
  }

  resolvedOptions(): object {
    return { locale: this.#isGerman ? 'de' : 'en', type: this.#type, style: 'long' };
  }
}

// One, many (after "in" and "vor", so in the dative), then the words for last, this and next.
const GERMAN: Record<string, string[]> = {
  second: ['Sekunde', 'Sekunden'], minute: ['Minute', 'Minuten'], hour: ['Stunde', 'Stunden'], day: ['Tag', 'Tagen'],
  week: ['Woche', 'Wochen'], month: ['Monat', 'Monaten'], quarter: ['Quartal', 'Quartalen'], year: ['Jahr', 'Jahren'],
};
const NEAR: Record<'en' | 'de', Record<string, Record<number, string>>> = {
  en: { day: { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }, second: { 0: 'now' } },
  de: {
    day: { [-2]: 'vorgestern', [-1]: 'gestern', 0: 'heute', 1: 'morgen', 2: 'übermorgen' }, second: { 0: 'jetzt' },
    week: { [-1]: 'letzte Woche', 0: 'diese Woche', 1: 'nächste Woche' },
    month: { [-1]: 'letzten Monat', 0: 'diesen Monat', 1: 'nächsten Monat' },
    quarter: { [-1]: 'letztes Quartal', 0: 'dieses Quartal', 1: 'nächstes Quartal' },
    year: { [-1]: 'letztes Jahr', 0: 'dieses Jahr', 1: 'nächstes Jahr' },
    hour: { 0: 'in dieser Stunde' }, minute: { 0: 'in dieser Minute' },
  },
};
for (const unit of ['week', 'month', 'quarter', 'year']) {
  NEAR.en[unit] = { [-1]: `last ${unit}`, 0: `this ${unit}`, 1: `next ${unit}` };
}
for (const unit of ['hour', 'minute']) NEAR.en[unit] = { 0: `this ${unit}` };

export class RelativeTimeFormat {
  #language: 'en' | 'de';
  #isAuto: boolean;
  #numbers: NumberFormat;

  constructor(locale?: unknown, { numeric = 'always' }: TimeOptions = {}) {
    this.#language = localeOf(locale).name === 'de-DE' ? 'de' : 'en';
    this.#isAuto = numeric === 'auto';
    this.#numbers = new NumberFormat(locale);
  }

  format(value: number, unit: string): string {
    const name = `${unit}`.replace(/s$/, '');
    if (!(name in GERMAN)) throw new RangeError(`Invalid unit argument for format() '${unit}'`);
    const number = Number(value);
    if (!Number.isFinite(number)) throw new RangeError('The value is not finite.');
    const near = this.#isAuto ? NEAR[this.#language][name]?.[number] : undefined;
    return near ?? this.#distance(Math.abs(number), name, number < 0 || Object.is(number, -0));
  }

  #distance(amount: number, unit: string, isPast: boolean): string {
    const isOne = amount === 1;
    const shown = this.#numbers.format(amount);
    if (this.#language === 'de') return `${isPast ? 'vor' : 'in'} ${shown} ${GERMAN[unit][isOne ? 0 : 1]}`;
    const words = `${shown} ${unit}${isOne ? '' : 's'}`;
    return isPast ? `${words} ago` : `in ${words}`;
  }

  resolvedOptions(): object {
    return { locale: this.#language, numeric: this.#isAuto ? 'auto' : 'always', style: 'long', numberingSystem: 'latn' };
  }
}
