// Repairs of happy-dom 21.0.4, by file: [what stands there, what shall stand there]. An upgrade that moves a text fails.
import { readFile } from 'node:fs/promises';

// What an event handler returns: `onerror` takes five arguments, and `false` prevents the default.
const callHandler = 'event.type === "error" && event.message !== undefined'
  + ' ? eventListener.call(this, event.message, "", 0, 0, event.error) : eventListener.call(this, event)';

const REPAIRS = {
  'event/EventTarget.js': [
    ['result = eventListener(event);', `result = ${callHandler}; if (result === false) event.preventDefault();`],
    ['                        eventListener(event);', `if ((${callHandler}) === false) event.preventDefault();`],
  ],
  // A handler that was assigned as a property stays when the attribute is read.
  'nodes/element/ElementEventAttributeUtility.js': [
    ['        if (cached) {', '        if (cached || element[PropertySymbol.propertyEventListeners].has(property)) {'],
  ],
  // `${element}` is "[object HTMLElement]" in a browser.
  'nodes/element/Element.js': [['    toString() {\n        return this.outerHTML;\n    }', '']],
};

async function repaired({ path }) {
  let contents = await readFile(path, 'utf8');
  const file = path.split('/happy-dom/lib/')[1];
  for (const [old, repair] of REPAIRS[file] ?? []) {
    if (!contents.includes(old)) throw new Error(`The repair of happy-dom's ${file} finds its text no more: ${old}`);
    contents = contents.replace(old, repair);
  }
  return { contents, loader: 'js' };
}

/** For esbuild: reads happy-dom's files repaired. */
export const repairs = { name: 'repairs', setup: build => build.onLoad({ filter: /\/happy-dom\/lib\/.*\.js$/ }, repaired) };
