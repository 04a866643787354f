// The operations that the host asks for, by name, with JSON on both sides.

import { transform } from 'sucrase';
import { audit } from '../accessibility/audit.ts';
import { paints } from '../accessibility/paints.ts';
import { act } from '../acting/act.ts';
import type { LearnerRealm } from '../learner/contract.ts';
import { find } from '../looking/find.ts';
import { resize } from '../repairs/selectors.ts';
import { invoke, recorder, settled } from './calls.ts';
import { enterPhase, open } from './opening.ts';
import { asText, clip, keep, record } from './record.ts';
import { report, reportRejection } from './report.ts';
import { due, elapsed, tick } from './time.ts';
import { document, unbound, window } from './window.ts';

type Operation = (args: any, value: unknown) => unknown;

const MAX_STORED = 50;
const MAX_HTML = 200_000;
const storageKey = unbound(window.Storage.prototype.key);
const storageItem = unbound(window.Storage.prototype.getItem);

function stored(): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 0; index < Math.min(window.localStorage.length, MAX_STORED); index++) {
    const key = storageKey(window.localStorage, index);
    found[clip(key)] = clip(storageItem(window.localStorage, key) ?? '');
  }
  return found;
}

function state(): object {
  const { log, errors, requests, navigations, dialogs, spies } = record;
  const { pathname, search, hash } = document.location;
  return {
    log, errors, requests, navigations, dialogs,
    spies: Object.fromEntries(spies),
    storage: stored(),
    title: clip(document.title ?? ''),
    url: pathname + search + hash,
    elapsed: elapsed(),
  };
}

/** TypeScript without its types; what is none becomes an error of the page. */
function strip({ code, name }: { code: string; name: string }): { code: string } {
  try {
    return { code: transform(code, { transforms: ['typescript'], disableESTransforms: true }).code };
  } catch (error) {
    const message = asText((error as Error).message).replace(/^Error transforming [^:]*: /, '');
    keep(record.errors, { where: name, name: 'SyntaxError', message, stack: '' });
    return { code: '' };
  }
}

export function operationsFor(realm: LearnerRealm): Record<string, Operation> {
  return {
    open: page => open(page, realm.nameElements),
    phase: enterPhase,
    strip,
    act,
    find,
    audit,
    paints,
    state,
    settled,
    gone: () => record.navigations.at(-1) ?? null,
    due: ({ limit }) => due(limit),
    tick: ({ limit }) => tick(limit),
    resize: ({ width, height }) => resize(width, height),
    html: () => document.documentElement.outerHTML.slice(0, MAX_HTML),
    unit: (call, found) => invoke(realm, call, found),
    spy: ({ name }) => realm.replace(name, original => realm.wrap(recorder(name), original)),
    failed: ({ where }, error) => report(error, where),
    rejected: (_, reason) => reportRejection(reason),
  };
}
