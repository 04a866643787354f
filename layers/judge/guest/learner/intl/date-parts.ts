// The parts of a written date: which of its numbers and words is the day, the month and so on.

import type { Options } from './dates.ts';
import type { Locale } from './locales.ts';

export interface Part { type: string; value: string }

const CLOCK = ['hour', 'minute', 'second'] as const;
const MONTH_FIRST = ['month', 'day', 'year'] as const;
const DAY_FIRST = ['day', 'month', 'year'] as const;

/** Return the parts of a text that was made of these options; numbers come in the order of the locale. */
export function partsOf(text: string, options: Options, locale: Locale): Part[] {
  const isNamed = options.month === 'long' || options.month === 'short';
  const dates = locale.name === 'en-US' ? MONTH_FIRST : DAY_FIRST;
  const numbers: string[] = [...dates, ...CLOCK].filter(name => options[name] && !(isNamed && name === 'month'));
  const words = [...locale.weekdays, ...locale.months, ...locale.shortMonths, ...locale.shortWeekdays, 'AM', 'PM'];
  const pattern = new RegExp(`\\d+|${words.map(word => word.replace('.', '\\.')).join('|')}`, 'g');
  const found: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ type: 'literal', value: text.slice(end, match.index) });
    found.push({ type: /\d/.test(match[0]) ? numbers.shift() ?? 'literal' : wordType(match[0], locale), value: match[0] });
    end = match.index + match[0].length;
  }
  return end < text.length ? [...found, { type: 'literal', value: text.slice(end) }] : found;
}

function wordType(word: string, locale: Locale): string {
  if (word === 'AM' || word === 'PM') return 'dayPeriod';
  return locale.weekdays.includes(word) || locale.shortWeekdays.includes(word) ? 'weekday' : 'month';
}
