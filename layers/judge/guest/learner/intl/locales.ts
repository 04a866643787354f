// What differs between the languages that Intl knows here: English (as in the US and in the UK) and German.

export interface Locale {
  name: string;
  decimal: string;
  group: string;
  /** Whether the currency stands behind the amount. */
  currencyLast: boolean;
  percent: string;
  months: string[];
  shortMonths: string[];
  weekdays: string[];
  shortWeekdays: string[];
  hour12: boolean;
}

const EN_MONTHS = 'January February March April May June July August September October November December'.split(' ');
const EN_DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DE_DAYS = 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split(' ');
const shortened = (names: string[], length: number): string[] => names.map(name => name.slice(0, length));

const US: Locale = {
  name: 'en-US', decimal: '.', group: ',', currencyLast: false, percent: '%', hour12: true,
  months: EN_MONTHS, shortMonths: shortened(EN_MONTHS, 3), weekdays: EN_DAYS, shortWeekdays: shortened(EN_DAYS, 3),
};
const UK: Locale = {
  ...US, name: 'en-GB', hour12: false, shortMonths: US.shortMonths.map(name => (name === 'Sep' ? 'Sept' : name)),
};
const DE: Locale = {
  name: 'de-DE', decimal: ',', group: '.', currencyLast: true, percent: '\u00a0%', hour12: false,
  months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  shortMonths: 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.'.split(' '),
  weekdays: DE_DAYS, shortWeekdays: shortened(DE_DAYS, 2),
};

/** The locale that is asked for, or that of the US, as a browser gives its own for one that it does not know. */
export function localeOf(wanted: unknown): Locale {
  const name = String((Array.isArray(wanted) ? wanted[0] : wanted) ?? 'en-US').toLowerCase();
  if (!/^[a-z]{2,3}(-[a-z\d]+)*$/.test(name)) throw new RangeError(`Incorrect locale information provided`);
  if (name.startsWith('de')) return DE;
  return /^en-(gb|ie|au|nz)/.test(name) ? UK : US;
}
