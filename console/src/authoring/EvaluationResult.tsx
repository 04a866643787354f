import type { DraftVerdict, Task } from "@progressive-flow/client";

import { Judging } from "@/code/Judging";
import { Output } from "@/code/Output";
import { Reason } from "@/components/Failure";
import { ResultTable } from "@/level/ResultTable";
import { number, text } from "@/messages";

interface Props {
  readonly evaluation: { readonly error: unknown; readonly data: DraftVerdict | undefined; readonly isPending: boolean };
  readonly waiting: Task | null;
}

/** What a draft's tests find of a submission, hidden ones included. Nothing of it is recorded. */
export function EvaluationResult({ evaluation: { error, data, isPending }, waiting }: Props) {
  if (waiting) return <Judging task={waiting} />;
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
      <Output feedback={feedback} />
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
