import { type LearnerCorrection, type NewXpCorrection, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { moment, number, text } from "@/messages";

import { Person } from "./Person";
import { SchemaForm } from "./SchemaForm";

/** Corrections of a learner's XP, and the form of another one. */
export function LearnerCorrections({ userId }: { readonly userId: string }) {
  const query = usePages<LearnerCorrection>("/v1/admin/learners/{user_id}/xp-corrections", { path: { user_id: userId } });
  return (
    <section className="card">
      <h2>{text("corrections.title")}</h2>
      <Correct userId={userId} />
      <Loaded query={query}>
        {(rows) => <DataTable caption={text("corrections.table")} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />}
      </Loaded>
      <MorePages query={query} />
    </section>
  );
}

/** The reference stays until its correction is made, so that a request that is sent twice pays once. */
function Correct({ userId }: { readonly userId: string }) {
  const { api } = usePlatform();
  const [reference, setReference] = useState(() => crypto.randomUUID());
  const correct = useMutation({
    mutationFn: (correction: NewXpCorrection) => body(api.POST("/v1/admin/xp-corrections", { body: correction })),
    onSuccess: () => {
      setReference(crypto.randomUUID());
      refresh();
    },
  });
  return (
    <details>
      <summary>{text("corrections.new")}</summary>
      <SchemaForm<NewXpCorrection>
        key={reference}
        schema="NewXpCorrection"
        first={{ user_id: userId, reference }}
        hidden={["user_id"]}
        submit={text("corrections.submit")}
        pending={correct.isPending}
        error={correct.error}
        onSubmit={correct.mutateAsync}
      />
      {correct.data && (
        <p role="status">
          {text(correct.data.paid === 0 ? "corrections.before" : "corrections.done", {
            paid: correct.data.paid,
            total: correct.data.total_xp,
            level: correct.data.current_level,
          })}
        </p>
      )}
    </details>
  );
}

const COLUMNS: readonly Column<LearnerCorrection>[] = [
  { name: text("attempts.when"), cell: ({ created_at }) => moment(created_at) },
  { name: text("learner.xp"), numeric: true, cell: ({ amount }) => number(amount) },
  { name: text("reason.title"), cell: ({ reason }) => reason },
  { name: text("corrections.reference"), cell: ({ reference }) => <code>{reference}</code> },
  { name: text("corrections.by"), cell: ({ corrected_by }) => <Person id={corrected_by} /> },
];
