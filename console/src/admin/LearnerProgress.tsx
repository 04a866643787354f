import type { LearnerChallenge } from "@progressive-flow/client";
import { Link } from "@tanstack/react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { number, text } from "@/messages";

/** How far a learner is with each challenge that is open to them or that they tried. */
export function LearnerProgress({ rows }: { readonly rows: readonly LearnerChallenge[] }) {
  const begun = rows.filter(({ status }) => status !== "not_started");
  const open = rows.filter(({ status }) => status === "not_started");
  return (
    <section className="card">
      <h2>{text("learner.progress")}</h2>
      <DataTable caption={text("learner.begun")} columns={COLUMNS} rows={begun} keyOf={({ slug }) => slug} />
      {open.length > 0 && (
        <details>
          <summary>{text("learner.open", { count: open.length })}</summary>
          <ul>
            {open.map(({ slug, title }) => (
              <li key={slug}>{title}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const COLUMNS: readonly Column<LearnerChallenge>[] = [
  {
    name: text("statistics.challenge"),
    cell: ({ slug, title }) => (
      <Link to="/challenges/$slug" params={{ slug }}>
        {title}
      </Link>
    ),
  },
  {
    name: text("challenges.status"),
    cell: ({ status, unlocked }) => (
      <>
        {text(`status.${status}`)}
        {!unlocked && <span className="badge warn">{text("challenge.isLocked")}</span>}
      </>
    ),
  },
  { name: text("learner.levels"), cell: ({ levels_completed }) => levels_completed.join(", ") || "–" },
  { name: text("attempts.title"), numeric: true, cell: ({ total_attempts }) => number(total_attempts) },
  { name: text("learner.best"), numeric: true, cell: ({ best_score }) => (best_score === null ? "–" : number(best_score)) },
  { name: text("learner.xp"), numeric: true, cell: ({ xp_earned }) => number(xp_earned) },
];
