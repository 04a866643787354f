// Intl.NumberFormat: decimal numbers, percentages, amounts of money and of the commonest units, and short forms.

import { compacted, signOf, toSignificant, unitOf, type Signs } from './number-forms.ts';
import { localeOf, type Locale } from './locales.ts';

interface Options {
  style?: 'decimal' | 'percent' | 'currency' | 'unit';
  currency?: string;
  minimumIntegerDigits?: number;
  minimumFractionDigits?: number;
  maximumFractionDigits?: number;
  useGrouping?: boolean | string;
  minimumSignificantDigits?: number;
  maximumSignificantDigits?: number;
  notation?: 'standard' | 'compact';
  signDisplay?: Signs;
  currencyDisplay?: 'symbol' | 'narrowSymbol' | 'code' | 'name';
  unit?: string;
  unitDisplay?: 'short' | 'long' | 'narrow';
}

const SYMBOLS: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', KRW: '₩' };
const WITHOUT_CENTS = new Set(['JPY', 'KRW']);
const MAX_DIGITS = 100;
const BLANK = '\u00a0';

export class NumberFormat {
  #locale: Locale;
  #options: Options;
  #least: number;
  #most: number;

  constructor(locale?: unknown, options: Options = {}) {
    this.#locale = localeOf(locale);
    this.#options = options;
    const { style, currency } = options;
    if (style === 'currency' && !currency) throw new TypeError('Currency code is required with currency style.');
    const money = style === 'currency' ? (WITHOUT_CENTS.has(currency!.toUpperCase()) ? 0 : 2) : null;
    const most = options.maximumFractionDigits;
    this.#least = digits(options.minimumFractionDigits, Math.min(money ?? 0, most ?? MAX_DIGITS));
    this.#most = digits(most, Math.max(this.#least, money ?? (style === 'percent' ? 0 : 3)));
    if (this.#least > this.#most) throw new RangeError('maximumFractionDigits value is out of range.');
    this.format = this.format.bind(this);
  }

  format(value: unknown): string {
    const number = typeof value === 'bigint' ? value : Number(value);
    if (Number.isNaN(number)) return 'NaN';
    const sign = signOf(number, this.#options.signDisplay);
    if (this.#options.notation === 'compact') {
      const short = compacted(Number(number), this.#locale.name);
      return sign + this.#decorated(this.#amount(short.number, short.digits) + short.ending, short.number);
    }
    return sign + this.#decorated(this.#amount(number), number);
  }

  formatToParts(value: unknown): { type: string; value: string }[] {
    return numberParts(this.format(value), this.#locale);
  }

  resolvedOptions(): object {
    const { style = 'decimal', currency } = this.#options;
    return {
      locale: this.#locale.name, numberingSystem: 'latn', style, ...(currency ? { currency: currency.toUpperCase() } : {}),
      minimumFractionDigits: this.#least, maximumFractionDigits: this.#most,
    };
  }

  #amount(given: number | bigint, compactDigits?: number): string {
    if (!Number.isFinite(Number(given))) return '∞';
    const { minimumSignificantDigits: fewest, maximumSignificantDigits: most, maximumFractionDigits } = this.#options;
    const number = most === undefined ? given : toSignificant(Number(given), most);
    const plain = plainDigits(number);
    const scaled = this.#options.style === 'percent' ? shifted(plain, 2) : plain;
    const wholeDigits = scaled.split('.')[0].replace(/^0+/, '').length;
    const significant = most !== undefined || fewest !== undefined;
    const least = significant ? Math.max(0, (fewest ?? 1) - wholeDigits) : compactDigits === undefined ? this.#least : 0;
    const end = significant ? MAX_DIGITS : maximumFractionDigits ?? compactDigits ?? this.#most;
    const [whole, fraction] = rounded(scaled, least, end).split('.');
    const padded = whole.padStart(this.#options.minimumIntegerDigits ?? 1, '0');
    const isGrouped = this.#options.useGrouping !== false && this.#options.useGrouping !== 'false';
    const grouped = isGrouped ? padded.replace(/\B(?=(\d{3})+$)/g, this.#locale.group) : padded;
    return fraction ? grouped + this.#locale.decimal + fraction : grouped;
  }

  #decorated(amount: string, number: number | bigint): string {
    const { style, currency, currencyDisplay, unit, unitDisplay } = this.#options;
    if (style === 'percent') return amount + this.#locale.percent;
    if (style === 'unit') return amount + unitOf(unit, unitDisplay, this.#locale.name, Number(number));
    if (style !== 'currency') return amount;
    const code = currency!.toUpperCase();
    const symbol = currencyDisplay === 'code' ? code : SYMBOLS[code] ?? code;
    if (this.#locale.currencyLast) return amount + BLANK + symbol;
    return symbol + (symbol === code ? BLANK : '') + amount;
  }
}

/** What each piece of a written number is. */
function numberParts(text: string, locale: Locale): { type: string; value: string }[] {
  let isFraction = false;
  return [...text.matchAll(/\d+|\s|[A-Za-z.]{2,}|[^\d\s]/g)].map(([value]) => {
    if (/\d/.test(value)) return { type: isFraction ? 'fraction' : 'integer', value };
    if (value === locale.decimal) isFraction = true;
    return { type: pieceType(value, locale), value };
  });
}

function pieceType(piece: string, locale: Locale): string {
  const types: Record<string, string> = {
    [locale.decimal]: 'decimal', [locale.group]: 'group',
    '-': 'minusSign', '+': 'plusSign', '%': 'percentSign', '∞': 'infinity', NaN: 'nan',
  };
  return types[piece] ?? (/\s/.test(piece) ? 'literal' : 'currency');
}

function digits(wanted: unknown, otherwise: number): number {
  const number = Number(wanted ?? otherwise);
  if (!(number >= 0 && number <= MAX_DIGITS)) throw new RangeError('A number of digits is out of range.');
  return Math.floor(number);
}

/** The digits of a number without sign and exponent. */
function plainDigits(number: number | bigint): string {
  const [mantissa, exponent = '0'] = String(number).replace('-', '').split('e');
  return shifted(mantissa, Number(exponent));
}

/** Decimal digits with their point moved to the right. */
function shifted(text: string, by: number): string {
  const [whole, fraction = ''] = text.split('.');
  const all = whole + fraction;
  const point = whole.length + by;
  if (point <= 0) return `0.${'0'.repeat(-point)}${all}`;
  return `${all.slice(0, point).padEnd(point, '0')}.${all.slice(point)}`.replace(/^0+(?=\d)/, '').replace(/\.$/, '');
}

/** Digits rounded, halves away from zero, with at least so many behind the point. */
function rounded(text: string, least: number, most: number): string {
  const [whole, fraction = ''] = text.split('.');
  const kept = fraction.slice(0, most);
  let all = BigInt(whole + kept.padEnd(most, '0'));
  if (fraction.length > most && fraction[most] >= '5') all += 1n;
  const found = all.toString().padStart(most + 1, '0');
  const end = found.length - most;
  let behind = found.slice(end);
  while (behind.length > least && behind.endsWith('0')) behind = behind.slice(0, -1);
  return behind ? `${found.slice(0, end)}.${behind}` : found.slice(0, end);
}
