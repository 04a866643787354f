// Realm B runs the learner's code. It gets the page and the services of its globals, and nothing else of realm A.

import 'core-js/actual/url';
import 'core-js/actual/url-search-params';
import 'core-js/actual/structured-clone';
import { parse, replace, wrap } from './learner/arguments.ts';
import { createConsole, createDialogs } from './learner/console.ts';
import type { LearnerRealm } from './learner/contract.ts';
import { copyWindow, nameElements } from './learner/globals.ts';
import { createIntl } from './learner/intl/install.ts';
import { createNetwork } from './learner/network.ts';
import { createChance, createEncoders, createOption } from './learner/small.ts';
import { createTimers } from './learner/timers.ts';

const evaluate = eval;

const realm: LearnerRealm = {
  Function,
  evaluate: code => evaluate(code),
  parse,
  wrap,
  replace,
  nameElements,
  setUp(page) {
    copyWindow(page);
    createConsole(page);
    createTimers(page);
    createDialogs(page);
    createChance(page);
    createEncoders();
    createNetwork(page);
    createOption(page);
    createIntl();
    // Call sites would hand out the functions of realm A that a stack goes through.
    for (const name of ['prepareStackTrace', 'captureStackTrace', 'stackTraceLimit']) delete (Error as any)[name];
  },
};

export default realm;
