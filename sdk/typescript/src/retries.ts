import { ApiError, refused } from "./problems.js";

const TRIES = 4;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 20_000;
const PASSING = new Set([502, 503, 504]);

/** Wait for so many milliseconds, or until the request is no longer wanted. */
export function pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** Return how long a response asks to wait, in milliseconds; null where it does not say. */
export function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** A request that may be sent again: reading, or writing with a key or by a method that does the same twice. */
function repeatable(request: Request): boolean {
  return request.method !== "POST" || request.headers.has("Idempotency-Key");
}

/** Give every POST a key, so that a request that is sent again is not done again. */
function keyed(request: Request): Request {
  if (request.method !== "POST" || request.headers.has("Idempotency-Key")) return request;
  const headers = new Headers(request.headers);
  headers.set("Idempotency-Key", crypto.randomUUID());
  return new Request(request, { headers });
}

/** A running request with the same key is answered by 409 `in-progress`: its answer is there a moment later. */
async function passes(response: Response): Promise<boolean> {
  if (PASSING.has(response.status)) return (await refused(response.clone())).kind !== "judge-not-built";
  return response.status === 409 && (await refused(response.clone())).kind === "in-progress";
}

/** Return a `fetch` that sends a request again, with the same key, while the API or the network cannot answer it. */
export function retrying(send: typeof fetch, longest: number = LONGEST_PAUSE_MS): typeof fetch {
  return async (input, init) => {
    const request = keyed(new Request(input, init));
    for (let tried = 1; ; tried++) {
      const last = tried === TRIES || !repeatable(request);
      let wait = FIRST_PAUSE_MS * 2 ** (tried - 1);
      try {
        const response = await send(request.clone());
        if (last || !(await passes(response))) return response;
        wait = retryAfter(response) ?? wait;
        if (wait > longest) return response;
      } catch (error) {
        if (request.signal.aborted) throw error;
        if (last) throw new ApiError(0, { detail: "The API did not answer: are you online?" }, null);
      }
      await pause(wait, request.signal);
    }
  };
}
