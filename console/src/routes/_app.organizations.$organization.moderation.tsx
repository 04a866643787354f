import type { CaseSummary } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { DataTable } from "@/components/DataTable";
import { Choice } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, number, text } from "@/messages";
import { CaseDialog } from "@/organization/CaseDialog";

export const Route = createFileRoute("/_app/organizations/$organization/moderation")({ component: Moderation });

type State = CaseSummary["state"];
const STATES: readonly State[] = ["open", "appealed", "decided"];

/** What learners reported, and what was decided of it. */
function Moderation() {
  const { organization } = Route.useParams();
  const [state, setState] = useState<State | "">("");
  const [shown, setShown] = useState<string | null>(null);
  const query = usePages<CaseSummary>("/v1/organizations/{organization}/moderation-cases", {
    path: { organization },
    query: state === "" ? {} : { state },
  });
  return (
    <>
      <Title name={text("organization.moderation")} />
      <Choice
        label={text("items.state")}
        value={state}
        onChange={setState}
        choices={[["", text("list.all")], ...STATES.map((one) => [one, text(`cases.state.${one}`)] as const)]}
      />
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("organization.moderation")}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: text("cases.file"), cell: ({ snapshot }) => <bdi>{snapshot?.file_name ?? "–"}</bdi> },
              { name: text("items.state"), cell: (row) => <CaseState row={row} /> },
              { name: text("cases.reports"), numeric: true, cell: ({ reports }) => number(reports) },
              { name: text("cases.opened"), cell: ({ created_at }) => moment(created_at) },
              {
                name: text("table.actions"),
                cell: ({ id, snapshot }) => (
                  <button
                    type="button"
                    onClick={() => {
                      setShown(id);
                    }}
                  >
                    {text("cases.show")}
                    <span className="unseen"> {snapshot?.file_name}</span>
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <MorePages query={query} />
      {shown !== null && (
        <CaseDialog
          organization={organization}
          id={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </>
  );
}

function CaseState({ row: { state, is_held, decision } }: { readonly row: CaseSummary }) {
  return (
    <>
      {text(`cases.state.${state}`)}
      {is_held && <span className="badge warn">{text("cases.held")}</span>}
      {decision !== null && <span className="quiet"> {text(`cases.decision.${decision}`)}</span>}
    </>
  );
}
