import { ApiError } from "@progressive-flow/client";

import { problemOf } from "@/api";
import { text } from "@/messages";

interface Props {
  readonly error: unknown;
  /** Does again what failed; the page is loaded again if it is not given. */
  readonly again?: () => void;
}

/** A page, or a part of one, that could not be shown: why, what to do next, and the request's id. */
export function Failure({ error, again }: Props) {
  return (
    <section className="failure" role="alert">
      <h2>{text("failure.title")}</h2>
      <Reason error={error} />
      <p>
        <button type="button" onClick={again ?? reload}>
          {text("failure.again")}
        </button>{" "}
        <a href="/">{text("failure.home")}</a>
      </p>
    </section>
  );
}

/** Why something failed, within a form or beside a button. */
export function Reason({ error }: { readonly error: unknown }) {
  const problem = problemOf(error);
  return (
    <div className="reason" role="alert">
      <p>{problem.message}</p>
      <Values error={problem} />
      {problem.requestId !== null && <p className="quiet">{text("failure.request", { id: problem.requestId })}</p>}
    </div>
  );
}

function Values({ error }: { readonly error: ApiError }) {
  const values = error.problem.errors ?? [];
  if (values.length === 0) return null;
  return (
    <ul>
      {values.map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          <code>{pointer}</code> {message}
        </li>
      ))}
    </ul>
  );
}

function reload(): void {
  location.reload();
}
