import { ApiError, type Task, body, createClient, finished, retrying } from "@progressive-flow/client";
import { expect, it } from "vitest";

const URL = "http://127.0.0.1:1/v1/attempts";
const fast = { headers: { "Retry-After": "0" } };

/** A `fetch` that answers in turn, and the requests that it got. */
function answering(...answers: readonly (Response | Error)[]) {
  const asked: Request[] = [];
  const send: typeof fetch = (input, init) => {
    asked.push(new Request(input, init));
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer instanceof Response ? Promise.resolve(answer.clone()) : Promise.reject(answer ?? new Error("nothing"));
  };
  return { asked, send };
}

function refusal(status: number, kind: string, init: ResponseInit = {}): Response {
  const problem = { type: `urn:progressive-flow:problem:${kind}`, status, detail: `It is ${kind}.` };
  return new Response(JSON.stringify(problem), { ...init, status });
}

it("sends a POST again with the same key", async () => {
  const { asked, send } = answering(refusal(503, "unavailable", fast), new Response("{}", { status: 201 }));
  expect((await retrying(send)(URL, { method: "POST", body: "{}" })).status).toBe(201);
  const keys = asked.map(({ headers }) => headers.get("Idempotency-Key"));
  expect(keys[0]).toBeTruthy();
  expect(keys).toEqual([keys[0], keys[0]]);
});

it("waits for the answer of a request with the same key that is still running", async () => {
  const { asked, send } = answering(refusal(409, "in-progress", fast), new Response("{}", { status: 201 }));
  expect((await retrying(send)(URL, { method: "POST" })).status).toBe(201);
  expect(asked).toHaveLength(2);
});

it.each([
  [409, "attempt-passed"],
  [429, "no-tries-left"],
  [422, "invalid"],
  [503, "judge-not-built"],
])("takes %i %s as final", async (status, kind) => {
  const { asked, send } = answering(refusal(status, kind, fast));
  expect((await retrying(send)(URL, { method: "POST" })).status).toBe(status);
  expect(asked).toHaveLength(1);
});

it("gives up after four tries, and when it is asked to wait for long", async () => {
  const often = answering(refusal(503, "unavailable", fast));
  expect((await retrying(often.send)(URL)).status).toBe(503);
  expect(often.asked).toHaveLength(4);
  const long = answering(refusal(503, "unavailable", { headers: { "Retry-After": "3600" } }));
  expect((await retrying(long.send)(URL)).status).toBe(503);
  expect(long.asked).toHaveLength(1);
});

it("raises what the API says", async () => {
  const { send } = answering(refusal(403, "locked", { headers: { "X-Request-Id": "abc" } }));
  const api = createClient({ baseUrl: "http://127.0.0.1:1", fetch: send });
  const error = await body(api.GET("/v1/me")).catch((raised: unknown) => raised);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 403, kind: "locked", message: "It is locked.", requestId: "abc" });
});

it("renews a token that was refused, once", async () => {
  const { asked, send } = answering(new Response("{}", { status: 401 }), new Response("{}", { status: 200 }));
  const api = createClient({
    baseUrl: "http://127.0.0.1:1",
    fetch: send,
    token: () => "old",
    renew: () => Promise.resolve("new"),
  });
  await body(api.GET("/v1/me"));
  expect(asked.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer old", "Bearer new"]);
});

function task(state: Task["state"], progress: number): Task {
  const times = { created_at: "2026-05-06T12:00:00Z", started_at: null, finished_at: null };
  const problem = state === "failed" ? { kind: "failed", detail: "The judge stopped." } : null;
  return { id: "1", kind: "grade_code", state, progress, result: state === "done" ? { score: 100 } : null, problem, ...times };
}

it("asks for a task until it is finished, and says how far it is", async () => {
  const { send } = answering(Response.json(task("running", 0.5)), Response.json(task("done", 1)));
  const seen: number[] = [];
  const api = createClient({ baseUrl: "http://127.0.0.1:1", fetch: send });
  const done = await finished(api, task("queued", 0), ({ progress }) => seen.push(progress));
  expect([done.result, seen]).toEqual([{ score: 100 }, [0, 0.5]]);
});

it("raises why a task failed, or that it was cancelled", async () => {
  const api = createClient({ baseUrl: "http://127.0.0.1:1", fetch: answering(Response.json({})).send });
  await expect(finished(api, task("failed", 0), () => undefined)).rejects.toThrow("The judge stopped.");
  await expect(finished(api, task("cancelled", 0), () => undefined)).rejects.toThrow("The task was cancelled");
});
