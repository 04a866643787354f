// The network: answers that the check has prepared, and 404 for everything else.

import { clip, keep, record } from './record.ts';
import { document, ORIGIN } from './window.ts';

export interface Answer {
  method: string;
  url: string;
  status: number;
  statusText: string;
  body: string;
  headers: Record<string, string>;
  /** Milliseconds until it comes. */
  after: number;
  offline?: boolean;
  /** How often it is given. */
  left: number;
}

let answers: Answer[] = [];

export function prepare(prepared: Answer[]): void {
  answers = prepared.map(answer => ({ ...answer }));
}

/** What a request gets. */
export type Reply = Omit<Answer, 'left' | 'method'>;

export function answer(method: string, url: string, body: string | null, headers: Record<string, string>): Reply {
  const target = new URL(url, document.location.href);
  const path = target.origin === ORIGIN ? target.pathname + target.search : target.href;
  const names = [path, target.pathname, target.href];
  const found = answers.find(prepared => prepared.method === method && names.includes(prepared.url) && prepared.left > 0);
  const isAnswered = found !== undefined;
  keep(record.requests, { method, url: path, body: body === null ? null : clip(body), headers, isAnswered });
  if (!found) return { status: 404, statusText: 'Not Found', body: '', after: 10, headers: {}, url: target.href };
  found.left -= 1;
  return { ...found, url: target.href };
}
