// Mutants of a document: attributes and elements removed, buttons that are none.

import type { Edited } from './script.ts';

// The learner's realm has the page's globals; TypeScript's library here has none of them.
declare const DOMParser: any;

const UNTOUCHED = new Set(['script', 'style', 'br']);
const SHOWN = 60;

export function mutantsOfMarkup(html: string): Edited[] {
  const count = elementsIn(parsed(html)).length;
  const found: Edited[] = [];
  for (let index = 0; index < count; index++) found.push(...mutantsOfElement(html, index));
  return found;
}

function isWhole(html: string): boolean {
  return /<html|<!doctype/i.test(html);
}

function parsed(html: string): any {
  const whole = isWhole(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return new DOMParser().parseFromString(whole, 'text/html');
}

function elementsIn(document: any): any[] {
  return [...document.querySelectorAll('body *')];
}

function mutantsOfElement(html: string, index: number): Edited[] {
  const original = elementsIn(parsed(html))[index];
  if (UNTOUCHED.has(original.localName)) return [];
  const tag = original.outerHTML.slice(0, SHOWN);
  const changed = (what: string, change: (element: any) => void): Edited => {
    const document = parsed(html);
    change(elementsIn(document)[index]);
    const text = isWhole(html) ? `<!doctype html>${document.documentElement.outerHTML}` : document.body.innerHTML;
    return { text, what };
  };
  const attributes: string[] = original.getAttributeNames();
  return [
    ...attributes.map(name => changed(`attribute ${name} removed from ${tag}`, element => element.removeAttribute(name))),
    ...(original.localName === 'button' ? [changed(`button → div in ${tag}`, becomeDiv)] : []),
    changed(`element removed: ${tag}`, element => element.remove()),
  ];
}

function becomeDiv(button: any): void {
  const div = button.ownerDocument.createElement('div');
  for (const name of button.getAttributeNames()) div.setAttribute(name, button.getAttribute(name));
  div.innerHTML = button.innerHTML;
  button.replaceWith(div);
}
