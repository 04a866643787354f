import createFetchClient, { type Client as FetchClient, type Middleware } from "openapi-fetch";

import { ApiError, type Problem, refused } from "./problems.js";
import { pause, retryAfter, retrying } from "./retries.js";
import type { paths } from "./schema.js";

export type * from "./schema.js";
export { fields } from "./fields.js";
export { finished } from "./tasks.js";
export { ApiError, type Problem, pause, refused, retryAfter, retrying };

/** The API's operations by method and path, for example `api.GET("/v1/me")`. */
export type Client = FetchClient<paths>;

/** How a client reaches the API. */
export interface Options {
  /** The API's origin, for example `https://learn.example.org`. */
  readonly baseUrl: string;
  /** Returns the access token of the moment, or null for public requests. It is asked before each request. */
  readonly token?: () => Promise<string | null> | string | null;
  /** Renews a token that the API refused; the request is sent once more if it returns one. */
  readonly renew?: () => Promise<string | null>;
  /** Sends requests; the platform's own `fetch` if it is not given. */
  readonly fetch?: typeof fetch;
}

/** Return a client whose requests carry the token, are tried again safely, and fail with an `ApiError`. */
export function createClient(options: Options): Client {
  const send = retrying(options.fetch ?? ((request) => fetch(request)));
  const client = createFetchClient<paths>({ baseUrl: options.baseUrl, fetch: (request) => authorized(send, request, options) });
  client.use(failing);
  return client;
}

/** Send a request with the token; where the API refuses it, with a renewed one. */
async function authorized(send: typeof fetch, request: Request, options: Options): Promise<Response> {
  const response = await send(withToken(request.clone(), (await options.token?.()) ?? null));
  if (response.status !== 401 || !options.renew) return response;
  const renewed = await options.renew();
  return renewed === null ? response : send(withToken(request, renewed));
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** Raise what the API refuses, so that no caller reads an answer that is none. */
const failing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await refused(response);
  },
};

/** Return what an operation answered; it raises where there is no body. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new ApiError(204, { detail: "The API answered without a body." }, null);
  return data;
}
