// Small wrong changes to a solution, each a mistake that a learner may make. It runs in the learner's realm of a page.

import { mutantsOfMarkup } from './mutants/markup.ts';
import { mutantsOfScript } from './mutants/script.ts';

export interface Mutant {
  kind: 'js' | 'html';
  /** The whole file with the mistake in it. */
  text: string;
  what: string;
}

const MAX_MUTANTS = 400;

/** The mutants of a script and a document, as JSON. */
export default function mutantsOf(script: string, html: string): string {
  const found = [
    ...mutantsOfScript(script).map(({ text, what }): Mutant => ({ kind: 'js', text, what })),
    ...mutantsOfMarkup(html).map(({ text, what }): Mutant => ({ kind: 'html', text, what })),
  ];
  return JSON.stringify(found.slice(0, MAX_MUTANTS));
}
