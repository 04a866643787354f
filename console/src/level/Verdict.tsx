import type { GradedAttempt } from "@progressive-flow/client";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { number, text } from "@/messages";

import { ResultTable } from "./ResultTable";

/** What came of an attempt: the score, what it earned, what every test found, and what comes next. */
export function Verdict({ attempt, children }: { readonly attempt: GradedAttempt; readonly children?: React.ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [attempt.id]);
  const { feedback } = attempt;
  return (
    <section className="card verdict" aria-live="polite">
      <h2 ref={heading} tabIndex={-1} className={attempt.passed ? "good" : "bad"}>
        {text(attempt.passed ? "verdict.passed" : "verdict.failed", { score: number(attempt.score) })}
      </h2>
      <p>{feedback.summary}</p>
      <Earned attempt={attempt} />
      {feedback.bottleneck && <p>{feedback.bottleneck}</p>}
      {feedback.next_step && !attempt.passed && <p className="callout">{feedback.next_step}</p>}
      {children}
      <ResultTable results={attempt.test_results} />
      {feedback.strengths.length > 0 && (
        <details>
          <summary>{text("verdict.strengths")}</summary>
          <ul>
            {feedback.strengths.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      )}
      <Next attempt={attempt} />
    </section>
  );
}

function Earned({ attempt }: { readonly attempt: GradedAttempt }) {
  const { xp_earned, daily_bonus_xp, streak_days, achievements, unlocked, tries_left } = attempt;
  return (
    <>
      <p className="row">
        {xp_earned + daily_bonus_xp > 0 && (
          <span className="badge good">+{text("xp.amount", { amount: xp_earned + daily_bonus_xp })}</span>
        )}
        {streak_days > 0 && <span className="badge">{text("home.streak", { count: streak_days })}</span>}
        {tries_left !== null && <span className="badge">{text("level.triesLeft", { count: tries_left })}</span>}
      </p>
      {achievements.map(({ slug, name, xp_reward }) => (
        <p key={slug}>
          {text("verdict.achievement")} <strong>{name}</strong>{" "}
          <span className="badge good">+{text("xp.amount", { amount: xp_reward })}</span>
        </p>
      ))}
      {unlocked.map(({ slug, title }) => (
        <p key={slug}>
          {text("verdict.unlocked")}{" "}
          <Link to="/challenges/$slug" params={{ slug }}>
            {title}
          </Link>
        </p>
      ))}
    </>
  );
}

function Next({ attempt: { next } }: { readonly attempt: GradedAttempt }) {
  if (next.reason === "retry") return <p className="quiet">{next.message}</p>;
  return (
    <p className="row">
      {next.message}
      {next.challenge !== null && next.level !== null ? (
        <Link to="/challenges/$slug/$level" params={{ slug: next.challenge, level: next.level }} className="button primary">
          {text("verdict.next")}
        </Link>
      ) : (
        <Link to="/" className="button primary">
          {text("verdict.home")}
        </Link>
      )}
    </p>
  );
}
