// Virtual time: the host lets it pass, and timers run in their order at their time.

import { record } from './record.ts';
import { report } from './report.ts';

interface Timer {
  id: number;
  at: number;
  /** Decides between timers of the same time. */
  order: number;
  /** The interval in milliseconds, or 0 for a timer that runs once. */
  every: number;
  /** How many timers started one another before this one. */
  nesting: number;
  run: () => void;
}

const MAX_PENDING = 5000;
const MAX_DELAY_MS = 2 ** 31;
const FREE_NESTING = 5; // deeper timers wait at least 4 ms, as HTML says
const MIN_NESTED_MS = 4;

let timers: Timer[] = [];
let sequence = 0;
let now = 0;
let nesting = 0;

/** Milliseconds since the page was opened. */
export function elapsed(): number {
  return now;
}

export function defer(run: () => void, delay: unknown, isInterval = false): number {
  const wanted = Math.min(Number(delay) || 0, MAX_DELAY_MS);
  const least = nesting + 1 > FREE_NESTING ? MIN_NESTED_MS : isInterval ? 1 : 0;
  if (timers.length >= MAX_PENDING) {
    record.exhausted = 'jobs';
    throw new RangeError('too many timers');
  }
  sequence++;
  const every = isInterval ? Math.max(1, Number(delay) || 0) : 0;
  timers.push({ id: sequence, order: sequence, at: now + Math.max(least, wanted), every, nesting: nesting + 1, run });
  return sequence;
}

export function cancel(id: unknown): void {
  timers = timers.filter(timer => timer.id !== id);
}

function next(limit: number): Timer | null {
  let found: Timer | null = null;
  for (const timer of timers) {
    if (timer.at > limit) continue;
    if (found === null || timer.at < found.at || (timer.at === found.at && timer.order < found.order)) found = timer;
  }
  return found;
}

/** When the next timer runs, if it does until `limit`. */
export function due(limit: number): number | null {
  return next(limit)?.at ?? null;
}

/** Run the next timer, or let the time pass where there is none. */
export function tick(limit: number): void {
  const timer = next(limit);
  if (!timer) {
    now = Math.max(now, limit);
    return;
  }
  now = Math.max(now, timer.at);
  if (timer.every) {
    timer.at += timer.every;
    timer.order = ++sequence;
  } else cancel(timer.id);
  nesting = timer.nesting;
  try {
    timer.run();
  } catch (error) {
    report(error, 'a timer');
  } finally {
    nesting = 0;
  }
}
