// Uncaught errors: they are recorded, then reported to the page as a browser does.

import { keepError } from './record.ts';
import { window } from './window.ts';

export function report(error: unknown, where: string): void {
  const { message } = keepError(error, where);
  const event = new window.ErrorEvent('error', { message, error, cancelable: true });
  try {
    window.dispatchEvent(event);
  } catch (another) {
    keepError(another, 'onerror');
  }
}

/** A promise that failed while nobody listened. */
export function reportRejection(reason: unknown): void {
  const event = new window.Event('unhandledrejection', { cancelable: true });
  event.reason = reason;
  window.dispatchEvent(event);
  if (!event.defaultPrevented) keepError(reason, 'a promise');
}
