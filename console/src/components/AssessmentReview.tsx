import type { AssessmentResult, GradedQuestion } from "@progressive-flow/client";
import { Link } from "@tanstack/react-router";

import { number, text } from "@/messages";

/** The result of an assessment: what it recommends and why, and every question with its explanation. */
export function AssessmentReview({ result }: { readonly result: AssessmentResult }) {
  return (
    <>
      <section className="card">
        <p className="figure">{number(result.score)} %</p>
        <p>{text("assessments.recommended", { level: text(`difficulty.${result.skill_level_recommendation}`) })}</p>
        <ul>
          {result.track_recommendations.map(({ track, title, why }) => (
            <li key={track}>
              <Link to="/tracks/$slug" params={{ slug: track }}>
                {title}
              </Link>
              : {why}
            </li>
          ))}
          {result.challenge_recommendations.map(({ challenge, title, why }) => (
            <li key={challenge}>
              <Link to="/challenges/$slug" params={{ slug: challenge }}>
                {title}
              </Link>
              : {why}
            </li>
          ))}
        </ul>
      </section>
      <h2>{text("assessments.review")}</h2>
      <ol className="plainlist">
        {result.questions.map((question) => (
          <Reviewed key={question.id} question={question} />
        ))}
      </ol>
    </>
  );
}

function Reviewed({ question }: { readonly question: GradedQuestion }) {
  const { prompt, options, chosen, correct_option, correct, explanation } = question;
  return (
    <li className="card">
      <h3>{prompt}</h3>
      <p className={correct ? "good" : "bad"}>
        {correct ? `✓ ${text("assessments.correct")}` : `✗ ${text("assessments.wrong")}`}
        {chosen !== null && !correct && ` ${text("assessments.chosen", { option: options[chosen] ?? "" })}`}
      </p>
      <p>{text("assessments.right", { option: options[correct_option] ?? "" })}</p>
      <p className="quiet">{explanation}</p>
    </li>
  );
}
