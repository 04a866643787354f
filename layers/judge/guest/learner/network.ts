// fetch() with its requests and responses; the page says what is answered.

import type { PageServices } from './contract.ts';
import { put } from './globals.ts';

const PromiseHere = Promise;
const TypeErrorHere = TypeError;
const asString = String;
const { parse, stringify } = JSON;
const { isArray } = Array;
const { entries, fromEntries } = Object;

export function createNetwork(page: PageServices): void {
  const { Headers, FormData, DOMException } = page.window;

  class Response {
    #body: string;
    status: number;
    statusText: string;
    headers: unknown;
    ok: boolean;
    url = '';
    redirected = false;
    type = 'basic';
    bodyUsed = false;

    constructor(body: unknown = '', init: any = {}) {
      this.#body = body === null ? '' : asString(body);
      this.status = init.status ?? 200;
      this.statusText = init.statusText ?? '';
      this.headers = new Headers(init.headers ?? {});
      this.ok = this.status >= 200 && this.status < 300;
    }

    #take(): Promise<string> {
      if (this.bodyUsed) return PromiseHere.reject(new TypeErrorHere('Body has already been read'));
      this.bodyUsed = true;
      return PromiseHere.resolve(this.#body);
    }

    text(): Promise<string> { return this.#take(); }
    json(): Promise<unknown> { return this.#take().then(text => parse(text)); }
    clone(): Response { return new Response(this.#body, this); }
  }

  class Request {
    url: string;
    method: string;
    headers: unknown;
    body: unknown;
    signal: unknown;

    constructor(url: unknown, init: any = {}) {
      this.url = asString(url);
      this.method = asString(init.method ?? 'GET').toUpperCase();
      this.headers = init.headers ?? {};
      this.body = init.body ?? null;
      this.signal = init.signal;
    }
  }

  const bodyText = (body: any): string | null => {
    if (body === undefined || body === null) return null;
    if (typeof body === 'string') return body;
    return body instanceof FormData ? stringify(fromEntries([...body])) : asString(body);
  };

  const plainHeaders = (headers: any): Record<string, string> => {
    const pairs = !headers ? [] : headers instanceof Headers || isArray(headers) ? [...headers] : entries(headers);
    const found: Record<string, string> = {};
    for (const [name, value] of pairs) found[asString(name).toLowerCase()] = asString(value);
    return found;
  };

  const respond = (found: ReturnType<PageServices['answer']>): Response => {
    const headers = { 'content-type': 'application/json', ...found.headers };
    const response = new Response(found.body, { status: found.status, statusText: found.statusText, headers });
    response.url = found.url;
    return response;
  };

  const fetch = (input: any, init: any = {}): Promise<Response> => new PromiseHere((resolve, reject) => {
    const request = typeof input === 'object' && input !== null && 'url' in input ? input : {};
    const signal = init.signal ?? request.signal;
    const abort = (): void => reject(signal.reason ?? new DOMException('The operation was aborted.', 'AbortError'));
    if (signal?.aborted) { abort(); return; }
    const method = asString(init.method ?? request.method ?? 'GET').toUpperCase();
    const body = bodyText(init.body ?? request.body);
    const found = page.answer(method, asString(request.url ?? input), body, plainHeaders(init.headers ?? request.headers));
    const timer = page.defer(() => {
      if (found.offline) reject(new TypeErrorHere('Failed to fetch'));
      else resolve(respond(found));
    }, found.after);
    signal?.addEventListener('abort', () => { page.cancel(timer); abort(); });
  });

  put('Response', Response);
  put('Request', Request);
  put('fetch', fetch);
  put('DOMException', DOMException);
}
