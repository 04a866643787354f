// Intl.DateTimeFormat: dates and times in UTC, which is the zone of every page here.

import { partsOf, type Part } from './date-parts.ts';
import { localeOf, type Locale } from './locales.ts';

type Width = 'full' | 'long' | 'medium' | 'short';
export interface Options {
  dateStyle?: Width;
  timeStyle?: Width;
  weekday?: string;
  year?: string;
  month?: string;
  day?: string;
  hour?: string;
  minute?: string;
  second?: string;
  hour12?: boolean;
  timeZone?: string;
}

const DATE_STYLES: Record<Width, Options> = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' },
  short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const TIMES = ['hour', 'minute', 'second'] as const;
const DATES = ['weekday', 'year', 'month', 'day'] as const;
const two = (number: number | string): string => String(number).padStart(2, '0');

export class DateTimeFormat {
  #locale: Locale;
  #parts: Options;

  constructor(locale?: unknown, options: Options = {}) {
    this.#locale = localeOf(locale);
    this.#parts = partsFrom(options, this.#locale, DATES);
    this.format = this.format.bind(this);
  }

  format(value?: unknown): string {
    return written(new Date(value === undefined ? Date.now() : (value as number)), this.#parts, this.#locale);
  }

  formatToParts(value?: unknown): Part[] {
    return partsOf(this.format(value), this.#parts, this.#locale);
  }

  resolvedOptions(): object {
    return { locale: this.#locale.name, calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', ...this.#parts };
  }
}

/** For Date's own methods: `which` is what is written if the options name no part. */
export function dateText(date: Date, locale: unknown, options: Options | undefined, which: 'date' | 'time' | 'both'): string {
  const found = localeOf(locale);
  const parts = which === 'date' ? DATES.slice(1) : which === 'time' ? TIMES : [...DATES.slice(1), ...TIMES];
  return written(date, partsFrom(options ?? {}, found, parts, which !== 'date'), found);
}

/** The parts to write: those that are named, those of a style, or the usual ones. */
function partsFrom(options: Options, locale: Locale, usual: readonly string[], isTimeAsked = false): Options {
  if (options.dateStyle || options.timeStyle) return styled(options, locale);
  const names = [...DATES, ...TIMES].filter(name => options[name] !== undefined);
  const isComplete = names.some(name => (usual as readonly string[]).includes(name)) || (names.length > 0 && !isTimeAsked);
  const wanted = usual.filter(name => name !== 'weekday');
  const added = isComplete ? {} : Object.fromEntries(wanted.map(name => [name, 'numeric']));
  return { ...added, ...Object.fromEntries(names.map(name => [name, options[name]])), hour12: options.hour12 };
}

function styled({ dateStyle, timeStyle, hour12 }: Options, locale: Locale): Options {
  const isDotted = locale.name === 'de-DE' && (dateStyle === 'medium' || dateStyle === 'short');
  const year = dateStyle === 'short' && locale.name === 'de-DE' ? '2-digit' : 'numeric';
  const padded = { day: '2-digit', month: '2-digit', year };
  const isPadded = isDotted || (locale.name === 'en-GB' && dateStyle === 'short');
  const date = !dateStyle ? {} : isPadded ? padded : DATE_STYLES[dateStyle];
  const time = !timeStyle ? {} : { hour: 'numeric', minute: '2-digit', ...(timeStyle === 'short' ? {} : { second: '2-digit' }) };
  return { ...date, ...time, hour12 };
}

function written(date: Date, parts: Options, locale: Locale): string {
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  return [dateOf(date, parts, locale), timeOf(date, parts, locale)].filter(Boolean).join(', ');
}

function dateOf(date: Date, parts: Options, locale: Locale): string {
  const weekday = !parts.weekday ? '' : (parts.weekday === 'long' ? locale.weekdays : locale.shortWeekdays)[date.getUTCDay()];
  const year = !parts.year ? '' : parts.year === '2-digit' ? two(date.getUTCFullYear() % 100) : String(date.getUTCFullYear());
  const isNamed = parts.month === 'long' || parts.month === 'short';
  const rest = isNamed ? namedDate(date, parts, year, locale, weekday !== '') : numericDate(date, parts, year, locale);
  if (!weekday || !rest) return weekday || rest;
  if (locale.name === 'de-DE' && parts.weekday !== 'long') return `${weekday}., ${rest}`;
  return locale.name === 'en-GB' && isNamed && parts.month === 'long' ? `${weekday} ${rest}` : `${weekday}, ${rest}`;
}

function namedDate(date: Date, parts: Options, year: string, locale: Locale, hasWeekday: boolean): string {
  const month = (parts.month === 'long' ? locale.months : locale.shortMonths)[date.getUTCMonth()];
  const day = !parts.day ? '' : parts.day === '2-digit' ? two(date.getUTCDate()) : String(date.getUTCDate());
  if (locale.name !== 'en-US') {
    const first = day && locale.name === 'de-DE' ? `${day}.` : day;
    return [first, month, year].filter(Boolean).join(' ');
  }
  if (!day) return [month, year].filter(Boolean).join(' ');
  return year || hasWeekday ? [`${month} ${day}`, year].filter(Boolean).join(', ') : `${month} ${day}`;
}

function numericDate(date: Date, parts: Options, year: string, locale: Locale): string {
  const isPadded = locale.name === 'en-GB' && parts.day !== undefined && parts.month !== undefined;
  const number = (width: string | undefined, value: number): string => (
    !width ? '' : width === '2-digit' || isPadded ? two(value) : String(value));
  const day = number(parts.day, date.getUTCDate());
  const month = number(parts.month, date.getUTCMonth() + 1);
  if (locale.name === 'de-DE') return [day && `${day}.`, month && `${month}.`, year].join('');
  const order = locale.name === 'en-GB' ? [day, month, year] : [month, day, year];
  return order.filter(Boolean).join('/');
}

function timeOf(date: Date, parts: Options, locale: Locale): string {
  if (!parts.hour && !parts.minute && !parts.second) return '';
  const isHalf = parts.hour12 ?? locale.hour12;
  const hours = date.getUTCHours();
  const hour = isHalf ? String(hours % 12 || 12) : two(hours);
  const clock = [
    parts.hour && (parts.hour === '2-digit' ? two(hour) : hour),
    parts.minute && two(date.getUTCMinutes()),
    parts.second && two(date.getUTCSeconds()),
  ].filter(Boolean).join(':');
  return isHalf && parts.hour ? `${clock} ${hours < 12 ? 'AM' : 'PM'}` : clock;
}
