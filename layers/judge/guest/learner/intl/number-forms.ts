// Forms of numbers beside the plain one: rounded to significant digits, in short, with a sign, with a unit.

export type Signs = 'auto' | 'always' | 'never' | 'exceptZero' | 'negative';

const SHORT: Record<'en' | 'de', [number, string][]> = {
  en: [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']],
  de: [[1e12, '\u00a0Bio.'], [1e9, '\u00a0Mrd.'], [1e6, '\u00a0Mio.']],
};
// Singular and plural, in English and in German, then the short form.
const UNITS: Record<string, [string, string, string, string, string]> = {
  kilometer: ['kilometer', 'kilometers', 'Kilometer', 'Kilometer', 'km'],
  meter: ['meter', 'meters', 'Meter', 'Meter', 'm'],
  centimeter: ['centimeter', 'centimeters', 'Zentimeter', 'Zentimeter', 'cm'],
  kilogram: ['kilogram', 'kilograms', 'Kilogramm', 'Kilogramm', 'kg'],
  gram: ['gram', 'grams', 'Gramm', 'Gramm', 'g'],
  liter: ['liter', 'liters', 'Liter', 'Liter', 'L'],
  byte: ['byte', 'bytes', 'Byte', 'Byte', 'byte'],
  kilobyte: ['kilobyte', 'kilobytes', 'Kilobyte', 'Kilobyte', 'kB'],
  megabyte: ['megabyte', 'megabytes', 'Megabyte', 'Megabyte', 'MB'],
  'kilometer-per-hour': ['kilometer per hour', 'kilometers per hour', 'Kilometer pro Stunde', 'Kilometer pro Stunde', 'km/h'],
};

/** A number in short: what is written, with how many decimal places, and the word behind it. */
export function compacted(number: number, locale: string): { number: number; digits: number; ending: string } {
  const steps = SHORT[locale === 'de-DE' ? 'de' : 'en'];
  const size = Math.abs(number);
  const at = steps.findIndex(([from]) => size >= from);
  const [by, ending] = at < 0 ? [1, ''] : steps[at];
  const scaled = number / by;
  const digits = Math.abs(scaled) < 10 ? 1 : 0;
  const above = at < 0 ? steps.at(-1)! : steps[at - 1];
  // 999,950 is 1M: what is rounded may reach the next word
  if (above && Math.round(Math.abs(scaled)) * by >= above[0]) return { number: number / above[0], digits: 1, ending: above[1] };
  return { number: scaled, digits, ending };
}

export function signOf(number: number | bigint, signs: Signs = 'auto'): string {
  const isNegative = number < 0 || Object.is(number, -0);
  const isZero = Number(number) === 0;
  if (signs === 'never' || (isZero && (signs === 'exceptZero' || signs === 'negative'))) return '';
  if (isNegative) return '-';
  return signs === 'always' || signs === 'exceptZero' ? '+' : '';
}

export function toSignificant(number: number, most: number): number {
  if (!(most >= 1 && most <= 21)) throw new RangeError('maximumSignificantDigits value is out of range.');
  return Number(number.toPrecision(most));
}

/** What stands behind an amount of a unit; units that are not known here by their own name. */
export function unitOf(unit: string | undefined, display: string | undefined, locale: string, amount: number): string {
  if (!unit) throw new TypeError('Required option "unit" must not be undefined');
  const isGerman = locale === 'de-DE';
  if (unit === 'celsius' && display === 'long') return isGerman ? ' Grad Celsius' : ' degrees Celsius';
  if (unit === 'celsius') return isGerman ? '\u00a0°C' : '°C';
  if (unit === 'percent') return isGerman ? '\u00a0%' : '%';
  const words = UNITS[unit];
  if (!words) return ` ${unit}${amount === 1 ? '' : 's'}`;
  if (display !== 'long') return `${isGerman ? '\u00a0' : ' '}${isGerman && unit === 'liter' ? 'l' : words[4]}`;
  const isOne = amount === 1;
  return ` ${words[(isGerman ? 2 : 0) + (isOne ? 0 : 1)]}`;
}
