/** All texts of the console, in English. A text's placeholders are in braces; a count chooses between `one` and `other`. */
import { achieving } from "./achieving";
import { admin } from "./admin";
import { authoring } from "./authoring";
import { learning } from "./learning";
import { media } from "./media";
import { organizations } from "./organizations";
import { shell } from "./shell";

const english = { ...shell, ...learning, ...achieving, ...admin, ...organizations, ...authoring, ...media };

export type Key = keyof typeof english;
type Values = Readonly<Record<string, string | number>>;

/** Reads every text as one of a foreign language would look: longer, with accents and brackets. For tests. */
const PSEUDO = "en-XA";

export const language = readLanguage();
export const direction = "ltr";

function readLanguage(): string {
  const asked = typeof sessionStorage === "undefined" ? null : sessionStorage.getItem("language");
  return asked === PSEUDO ? PSEUDO : "en";
}

const plurals = new Intl.PluralRules("en");
const integers = new Intl.NumberFormat("en");
const decimals = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const compacts = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Return a text with its values; `count` chooses its form. */
export function text(key: Key, values: Values = {}): string {
  const entry: string | { readonly one: string; readonly other: string } = english[key];
  const form = typeof entry === "string" ? entry : entry[plurals.select(Number(values.count ?? 0)) === "one" ? "one" : "other"];
  const filled = (language === PSEUDO ? pseudo(form) : form).replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name]));
  return filled;
}

function shown(value: string | number | undefined): string {
  return typeof value === "number" ? number(value) : (value ?? "");
}

/** Return a number for people: whole, or with at most two decimals. */
export function number(value: number): string {
  return Number.isInteger(value) ? integers.format(value) : decimals.format(value);
}

/** Return a large number in few characters: `4K`, `1.2M`. */
export function compact(value: number): string {
  return Math.abs(value) < 1000 ? decimals.format(value) : compacts.format(value);
}

/** Return a share, 0 to 1, as a percentage. */
export function percent(share: number): string {
  return `${integers.format(Math.round(share * 100))} %`;
}

/** Return a moment as date and time of the browser's zone. */
export function moment(instant: string): string {
  return new Date(instant).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}

/** Return a day, `2026-11-30`, as people write it. */
export function day(date: string): string {
  return new Date(`${date}T12:00:00`).toLocaleDateString("en", { dateStyle: "medium" });
}

const ACCENTS: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ó",
  u: "ú",
  A: "Á",
  E: "É",
  I: "Í",
  O: "Ó",
  U: "Ú",
};

function pseudo(form: string): string {
  const accented = form.replace(/\{\w+\}|[aeiouAEIOU]/g, (found) => ACCENTS[found] ?? found);
  return `⟦${accented}${"~".repeat(Math.ceil(form.length / 3))}⟧`;
}
