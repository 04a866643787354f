// Realm A: the page, the record of what happens, and what acts on the page and looks at it. No learner's code runs here,
// and what a check expects is in neither realm.

import './host.ts';
import 'core-js/actual/url';
import 'core-js/actual/url-search-params';
import 'core-js/actual/structured-clone';
import { prepareEvents } from './acting/dispatch.ts';
import { followChanges } from './cascade/rules.ts';
import type { LearnerRealm } from './learner/contract.ts';
import { nextRandom } from './page/chance.ts';
import { lockRealm } from './page/locking.ts';
import { answer } from './page/network.ts';
import { operationsFor } from './page/operations.ts';
import { clip, keepDialog, keepLine, record } from './page/record.ts';
import { show } from './page/show.ts';
import { cancel, defer, elapsed } from './page/time.ts';
import { warmUp } from './page/warming.ts';
import { document, window } from './page/window.ts';
import { repairDialogs } from './repairs/dialogs.ts';
import { repairDocument } from './repairs/document.ts';
import { repairFields } from './repairs/fields.ts';
import { repairFocus } from './repairs/focus.ts';
import { repairForms } from './repairs/forms.ts';
import { repairInnerText } from './repairs/inner-text.ts';
import { repairInsertions } from './repairs/insertions.ts';
import { repairNames } from './repairs/names.ts';
import { repairNavigation } from './repairs/navigation.ts';
import { repairOptions } from './repairs/options.ts';
import { repairPopovers } from './repairs/popovers.ts';
import { repairScripts } from './repairs/scripts.ts';
import { repairSelectors } from './repairs/selectors.ts';
import { repairTables } from './repairs/tables.ts';
import { repairText } from './repairs/text.ts';

const LOG_DEPTH = 3;
const { parse, stringify } = JSON;

function log(level: string, values: unknown[]): void {
  const texts = values.map(value => (typeof value === 'string' ? value : stringify(show(value, LOG_DEPTH))));
  keepLine({ level, text: clip(texts.join(' ')), at: elapsed() });
}

function repairAll(realm: LearnerRealm): void {
  followChanges();
  prepareEvents();
  repairNames();
  repairSelectors();
  repairScripts(code => realm.evaluate(code));
  repairNavigation();
  repairForms();
  repairInnerText();
  repairFields();
  repairDocument();
  repairOptions();
  repairTables();
  repairInsertions();
  repairText();
  repairFocus();
  repairDialogs();
  repairPopovers();
}

/** Take the learner's realm; return the one function that the host calls: `operation JSON`, and a value for some. */
export default function start(realm: LearnerRealm): (question: string, value: unknown) => string {
  repairAll(realm);
  warmUp();
  const operations = operationsFor(realm);
  realm.setUp({ window, document, log, defer, cancel, answer, dialog: keepDialog, elapsed, random: nextRandom });
  lockRealm(realm);
  return (question, value) => {
    const blank = question.indexOf(' ');
    const found = operations[question.slice(0, blank)](parse(question.slice(blank + 1)), value);
    return stringify(record.exhausted ? { exhausted: record.exhausted } : found ?? null);
  };
}
