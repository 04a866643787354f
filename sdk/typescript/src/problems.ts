/** What the API says where it refuses a request: `application/problem+json` of RFC 9457. */
export interface Problem {
  /** Kind of problem, for example `urn:progressive-flow:problem:locked`. */
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  /** A sentence for people that says what to do next. */
  readonly detail?: string;
  readonly instance?: string;
  /** Each value that is not acceptable: a JSON pointer into the body, and why. */
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  /** Where API Gateway answers by itself. */
  readonly message?: string;
  readonly [member: string]: unknown;
}

/** Raised where a request was refused, failed, or got no answer (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** Names the request in the logs; null where none arrived. */
  readonly requestId: string | null;

  constructor(status: number, problem: Problem, requestId: string | null) {
    super(problem.detail ?? problem.title ?? problem.message ?? `The request failed with status ${String(status)}.`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
  }

  /** The last part of the problem's type, for example `locked`; empty where there is none. */
  get kind(): string {
    return this.problem.type?.split(":").at(-1) ?? "";
  }
}

/** Return the problem that a refused response states. */
export async function refused(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = typeof body === "object" && body !== null ? (body as Problem) : {};
  return new ApiError(response.status, problem, response.headers.get("X-Request-Id"));
}
