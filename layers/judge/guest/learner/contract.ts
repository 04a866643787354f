// What the two realms know of each other. Everything else of realm A stays out of a learner's reach.

import type { Reply } from '../page/network.ts';

/** What realm A may do in the learner's realm. */
export interface LearnerRealm {
  Function: unknown;
  evaluate(code: string): unknown;
  /** Values from JSON that belong to this realm; `{$spy: name}` becomes a function. */
  parse(json: string, spy: (name: string) => unknown): unknown;
  /** A function of this realm that calls `record` with its arguments, then the original. */
  wrap(record: (...args: unknown[]) => void, original: unknown): Function;
  /** Replace a global function, or a method by its path; false if there is none. */
  replace(path: string, make: (original: unknown) => unknown): boolean;
  /** Make elements globals by their id. */
  nameElements(ids: string[], find: (id: string) => unknown): void;
  /** Create the globals. */
  setUp(page: PageServices): void;
}

/** What the learner's globals may ask of the page. None of it is a global itself. */
export interface PageServices {
  window: any;
  document: any;
  log(level: string, values: unknown[]): void;
  defer(run: () => void, delay: unknown, isInterval?: boolean): number;
  cancel(id: unknown): void;
  answer(method: string, url: string, body: string | null, headers: Record<string, string>): Reply;
  dialog(kind: string, text: unknown): void;
  elapsed(): number;
  random(): number;
}
