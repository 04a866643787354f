// The console and the dialogs of a window: they are recorded.

import type { PageServices } from './contract.ts';
import { put } from './globals.ts';

const LEVELS: Record<string, string> = {
  log: 'log', info: 'info', warn: 'warn', error: 'error', debug: 'debug', table: 'table', dir: 'dir', trace: 'trace',
  group: 'group', groupCollapsed: 'group',
};
const QUIET = ['groupEnd', 'time', 'timeEnd', 'timeLog', 'count', 'countReset', 'clear'];
const asString = String;

export function createConsole({ log }: PageServices): void {
  const console: Record<string, unknown> = {};
  for (const name of Object.keys(LEVELS)) console[name] = (...values: unknown[]) => log(LEVELS[name], values);
  for (const name of QUIET) console[name] = () => {};
  console.assert = (holds: unknown, ...values: unknown[]) => {
    if (!holds) log('error', ['Assertion failed', ...values]);
  };
  put('console', console);
}

export function createDialogs({ dialog }: PageServices): void {
  put('alert', (text: unknown) => { dialog('alert', text); });
  put('confirm', (text: unknown) => { dialog('confirm', text); return true; });
  put('prompt', (text: unknown, given: unknown = '') => { dialog('prompt', text); return asString(given); });
  put('open', (url: unknown) => { dialog('open', url); return null; });
  put('print', () => {});
}
