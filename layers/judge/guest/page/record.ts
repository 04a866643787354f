// What happened on the page. It is kept in this realm, so no learner can write it.

export type Limit = 'memory' | 'jobs' | 'output';
export interface LogLine { level: string; text: string; at: number }
export interface PageError { where: string; name: string; message: string; stack: string }
export interface Request {
  method: string;
  url: string;
  body: string | null;
  headers: Record<string, string>;
  /** Whether the check has prepared an answer. */
  isAnswered: boolean;
}
export interface Navigation { kind: 'location' | 'link' | 'submit'; url: string }
export interface Dialog { kind: string; text: string }
export interface Call { args: unknown[]; at: number }

const MAX_TEXT = 4000;
const MAX_KEPT = 200;
const MAX_LINES = 10_000;
const MAX_STACK = 500;

interface PageRecord {
  log: LogLine[];
  errors: PageError[];
  requests: Request[];
  navigations: Navigation[];
  dialogs: Dialog[];
  spies: Map<string, Call[]>;
  /** Lines that the console got, the forgotten ones too. */
  lines: number;
  /** The limit that the page has used up; nothing is answered after that. */
  exhausted: Limit | null;
}

export const record: PageRecord = {
  log: [], errors: [], requests: [], navigations: [], dialogs: [], spies: new Map(), lines: 0, exhausted: null,
};

/** Keep an item, if there are not too many. */
export function keep<Item>(list: Item[], item: Item): void {
  if (list.length < MAX_KEPT) list.push(item);
}

export function keepLine(line: LogLine): void {
  keep(record.log, line);
  if (++record.lines > MAX_LINES) record.exhausted = 'output';
}

export function clip(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Anything of a learner's as text; it may refuse. */
export function asText(value: unknown): string {
  try {
    return clip(String(value));
  } catch {
    return '[unprintable]';
  }
}

function describe(error: any): Omit<PageError, 'where'> {
  if (typeof error !== 'object' || !error || !('message' in error)) return { name: 'Error', message: asText(error), stack: '' };
  return { name: asText(error.name), message: asText(error.message), stack: asText(error.stack ?? '').slice(0, MAX_STACK) };
}

export function keepError(error: unknown, where: string): PageError {
  const kept = { where, ...describe(error) };
  keep(record.errors, kept);
  if (kept.name === 'InternalError' && kept.message === 'out of memory') record.exhausted = 'memory';
  return kept;
}

export function keepNavigation(kind: Navigation['kind'], url: unknown): void {
  keep(record.navigations, { kind, url: asText(url) });
}

export function keepDialog(kind: string, text: unknown): void {
  keep(record.dialogs, { kind, text: asText(text) });
}

/** The function that records the calls of a spy. */
export function recorderOf(spy: string, at: () => number, show: (value: unknown) => unknown): (...args: unknown[]) => void {
  if (!record.spies.has(spy)) record.spies.set(spy, []);
  const calls = record.spies.get(spy)!;
  return (...args) => keep(calls, { args: args.map(show), at: at() });
}
