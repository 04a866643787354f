import { type Recomputation as Recomputed, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";

import { refresh, usePlatform } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { titleOf } from "@/components/limits";
import { number, text } from "@/messages";

/** Computes a learner's figures again from the ledger and their progress, and shows what changed. */
export function Recomputation({ userId }: { readonly userId: string }) {
  const { api } = usePlatform();
  const recompute = useMutation({
    mutationFn: () => body(api.POST("/v1/admin/users/{user_id}/recomputations", { params: { path: { user_id: userId } } })),
    onSuccess: refresh,
  });
  return (
    <>
      <button
        type="button"
        disabled={recompute.isPending}
        onClick={() => {
          recompute.mutate();
        }}
      >
        {text("recompute.button")}
      </button>
      <p className="quiet">{text("recompute.about")}</p>
      {recompute.error && <Reason error={recompute.error} />}
      {recompute.data && <p role="status">{text(recompute.data.changed ? "recompute.changed" : "recompute.same")}</p>}
      {recompute.data?.changed && <Changes changes={recompute.data} />}
    </>
  );
}

function Changes({ changes: { before, after } }: { readonly changes: Recomputed }) {
  const was = flat(before);
  const is = flat(after);
  return (
    <DataTable
      caption={text("recompute.figures")}
      rows={Object.keys(is).filter((name) => was[name] !== is[name])}
      keyOf={(name) => name}
      columns={[
        { name: text("recompute.figure"), cell: titleOf },
        { name: text("recompute.before"), numeric: true, cell: (name) => number(was[name] ?? 0) },
        { name: text("recompute.after"), numeric: true, cell: (name) => number(is[name] ?? 0) },
      ]}
    />
  );
}

function flat({ all_time_scores, ...figures }: Recomputed["after"]): Readonly<Record<string, number>> {
  const scores = Object.entries(all_time_scores).map(([name, value]) => [text("recompute.score", { name }), value] as const);
  return { ...figures, ...Object.fromEntries(scores) };
}
