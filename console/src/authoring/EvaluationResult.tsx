import type { DraftVerdict, Task } from "@progressive-flow/client";

import { Reason } from "@/components/Failure";
import { Meter } from "@/components/Meter";
import { ResultTable } from "@/level/ResultTable";
import { number, text } from "@/messages";

interface Props {
  readonly evaluation: { readonly error: unknown; readonly data: DraftVerdict | undefined; readonly isPending: boolean };
  readonly waiting: Task | null;
}

/** What a draft's tests find of a submission, hidden ones included. Nothing of it is recorded. */
export function EvaluationResult({ evaluation: { error, data, isPending }, waiting }: Props) {
  if (waiting)
    return (
      <div role="status">
        <Meter label={text(waiting.state === "queued" ? "code.queued" : "code.judged")} share={waiting.progress} />
      </div>
    );
  if (error != null) return <Reason error={error} />;
  if (!data || isPending) return null;
  const { feedback } = data;
  return (
    <section className="card" aria-live="polite">
      <h2 className={data.passed ? "good" : "bad"}>
        {text(data.passed ? "verdict.passed" : "verdict.failed", { score: number(data.score) })}
      </h2>
      <p>{feedback.summary}</p>
      {feedback.advice.map((advice) => (
        <p key={advice.text} className="callout">
          {advice.text}
        </p>
      ))}
      {feedback.errors.map((found) => (
        <p key={`${found.name} ${found.where}`} className="reason">
          <strong>{found.name}</strong>: {found.message} {found.where && <span className="quiet">{found.where}</span>}
        </p>
      ))}
      {feedback.console && <pre>{feedback.console}</pre>}
      <ResultTable results={data.test_results} />
      <ul>
        {data.test_results
          .filter(({ visibility }) => visibility !== "visible")
          .map(({ id, visibility }) => (
            <li key={id} className="quiet">
              <code>{id}</code> {text(`try.visibility.${visibility as "points" | "hidden"}`)}
            </li>
          ))}
      </ul>
    </section>
  );
}
