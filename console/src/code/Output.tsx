import type { GradedAttempt } from "@progressive-flow/client";

import { text } from "@/messages";

/** What submitted code threw, and what it printed. */
export function Output({ feedback: { errors, console: printed } }: Pick<GradedAttempt, "feedback">) {
  return (
    <>
      {errors.map(({ name, message, where }) => (
        <p key={`${name} ${where}`} className="reason">
          <strong>{name}</strong>: {message} {where && <span className="quiet">{where}</span>}
        </p>
      ))}
      {printed && (
        <details>
          <summary>{text("code.printed")}</summary>
          <pre>{printed}</pre>
        </details>
      )}
    </>
  );
}
