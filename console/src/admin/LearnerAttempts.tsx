import type { AttemptRow } from "@progressive-flow/client";

import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { moment, number, text } from "@/messages";

/** A learner's attempts, the newest first. */
export function LearnerAttempts({ userId }: { readonly userId: string }) {
  const query = usePages<AttemptRow>("/v1/admin/learners/{user_id}/attempts", { path: { user_id: userId } });
  return (
    <section className="card">
      <h2>{text("attempts.title")}</h2>
      <Loaded query={query}>
        {(rows) => <DataTable caption={text("learner.attempts")} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />}
      </Loaded>
      <MorePages query={query} />
    </section>
  );
}

const COLUMNS: readonly Column<AttemptRow>[] = [
  { name: text("attempts.when"), cell: ({ created_at }) => moment(created_at) },
  { name: text("statistics.challenge"), cell: ({ challenge, level }) => text("learner.at", { challenge, level }) },
  { name: text("attempts.number"), numeric: true, cell: ({ attempt_number }) => number(attempt_number) },
  { name: text("attempts.score"), numeric: true, cell: ({ score }) => number(score) },
  { name: text("attempts.outcome"), cell: ({ passed }) => text(passed ? "level.passed" : "attempts.failed") },
  { name: text("learner.xp"), numeric: true, cell: ({ xp_earned }) => number(xp_earned) },
  { name: text("hints.title"), numeric: true, cell: ({ hints_used }) => number(hints_used) },
];
