// Scripts and sheets: the host runs scripts in a browser's order, so happy-dom runs and loads none.

import { report } from '../page/report.ts';
import { internals, window } from '../page/window.ts';

export function repairScripts(evaluate: (code: string) => unknown): void {
  const { connectedToDocument, onSetAttribute, evaluateScript, dispatchError } = internals;
  const element = window.Element.prototype;
  const plain = (method: symbol): PropertyDescriptor => ({
    value(...args: unknown[]) { return Reflect.apply(element[method], this, args); },
  });
  for (const name of ['HTMLScriptElement', 'HTMLLinkElement']) {
    Object.defineProperty(window[name].prototype, connectedToDocument, plain(connectedToDocument));
  }
  Object.defineProperty(window.HTMLScriptElement.prototype, onSetAttribute, plain(onSetAttribute));
  window[evaluateScript] = evaluate; // the code of attributes such as onclick
  window[dispatchError] = (error: unknown) => report(error, 'a handler');
}
