import type { AttemptRow } from "@progressive-flow/client";

import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { moment, number, text } from "@/messages";

import { type Column, Table } from "./Table";

/** A learner's attempts, the newest first. */
export function LearnerAttempts({ userId }: { readonly userId: string }) {
  const query = usePages<AttemptRow>("/v1/admin/learners/{user_id}/attempts", { path: { user_id: userId } });
  return (
    <section className="card">
      <h2>{text("attempts.title")}</h2>
      <Loaded query={query}>
        {(rows) => <Table caption={text("learner.attempts")} columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />}
      </Loaded>
      <MorePages query={query} />
    </section>
  );
}

const COLUMNS: readonly Column<AttemptRow>[] = [
  { title: text("attempts.when"), cell: ({ created_at }) => moment(created_at) },
  { title: text("statistics.challenge"), cell: ({ challenge, level }) => text("learner.at", { challenge, level }) },
  { title: text("attempts.number"), numeric: true, cell: ({ attempt_number }) => number(attempt_number) },
  { title: text("attempts.score"), numeric: true, cell: ({ score }) => number(score) },
  { title: text("attempts.outcome"), cell: ({ passed }) => text(passed ? "level.passed" : "attempts.failed") },
  { title: text("learner.xp"), numeric: true, cell: ({ xp_earned }) => number(xp_earned) },
  { title: text("hints.title"), numeric: true, cell: ({ hints_used }) => number(hints_used) },
];
