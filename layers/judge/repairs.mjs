// Repairs of happy-dom 21.0.4, by file: [what stands there, what shall stand there]. An upgrade that moves a text fails.
import { readFile } from 'node:fs/promises';

// What an event handler returns: `onerror` takes five arguments, and `false` prevents the default.
const callHandler = 'event.type === "error" && event.message !== undefined'
  + ' ? eventListener.call(this, event.message, "", 0, 0, event.error) : eventListener.call(this, event)';

// Most nodes have no listener that captures, so nothing has to be prepared for one.
const START_OF_CALL = '        const window = this[PropertySymbol.window];\n        const browserSettings =';
const CAPTURES_NOTHING = '        if (event.eventPhase === EventPhaseEnum.capturing'
  + ' && !this[PropertySymbol.listeners].capturing.has(event.type)) return;\n';

// happy-dom ignores what is assigned to an index of a collection.
const ASSIGN = '                    target[property] = newValue;\n                }\n';
const END_OF_SET = '                return true;\n            },\n            deleteProperty';
const ASSIGN_INDEX = '                else target[PropertySymbol.setNamedItem]?.(index, newValue);\n';

// What FormData takes of a text area and of a select element.
const AREA = "                    case 'TEXTAREA':\n";
const SELECT = "                    case 'SELECT':\n                        this.append(name, item.value);";
const SEND_AREA = "if (!item.matches(':disabled')) this.append(name, item.value);\nbreak;\n";
const SEND_CHOSEN = "case 'SELECT': if (!item.matches(':disabled'))\n"
  + 'for (const option of item.selectedOptions) if (!option.disabled) this.append(name, option.value);';

const REPAIRS = {
  'event/EventTarget.js': [
    [START_OF_CALL, CAPTURES_NOTHING + START_OF_CALL],
    // The settings are looked up for each node that an event passes; they are always the same.
    ['export default class EventTarget', 'let settings;\nexport default class EventTarget'],
    ['= window ? new WindowBrowserContext(window).getSettings() : null;',
      '= window ? (settings ??= new WindowBrowserContext(window).getSettings()) : null;'],
    ['result = eventListener(event);', `result = ${callHandler}; if (result === false) event.preventDefault();`],
    ['                        eventListener(event);', `if ((${callHandler}) === false) event.preventDefault();`],
  ],
  // A handler that was assigned as a property stays when the attribute is read.
  'nodes/element/ElementEventAttributeUtility.js': [
    ['        if (cached) {', '        if (cached || element[PropertySymbol.propertyEventListeners].has(property)) {'],
    // Most elements have no such attribute, so it is looked at first.
    ['        const window = element',
      '        if (!element.hasAttribute(property)) return null;\n        const window = element'],
  ],
  // `options[0] = option` and the like, which repairs/options.ts does.
  'nodes/element/HTMLCollection.js': [[ASSIGN + END_OF_SET, ASSIGN + ASSIGN_INDEX + END_OF_SET]],
  // Each option that is chosen is sent, and nothing of what a fieldset disables.
  'form-data/FormData.js': [
    ['if (item.disabled) {', "if (item.matches(':disabled')) {"], [SELECT, SEND_CHOSEN], [AREA, AREA + SEND_AREA],
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
