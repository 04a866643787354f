import type { Revision } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { usePlatform } from "@/api";
import { Difference } from "@/authoring/Difference";
import { type Place, readDraft, saveDraft, useDraft } from "@/authoring/item";
import { Action } from "@/components/Action";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { moment, number, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/history")({ component: HistoryTab });

/** The revisions of a draft: what each differs in from the last one, and the way back to it. */
function HistoryTab() {
  const place = Route.useParams();
  const draft = useDraft(place);
  const revisions = usePages<Revision>("/v1/organizations/{organization}/items/{kind}/{slug}/revisions", { path: place });
  return (
    <Loaded query={draft}>
      {({ item, etag }) => (
        <>
          <Loaded query={revisions}>{(rows) => <Revisions place={place} rows={rows} last={item.revision} etag={etag} />}</Loaded>
          <MorePages query={revisions} />
        </>
      )}
    </Loaded>
  );
}

interface Props {
  readonly place: Place;
  readonly rows: readonly Revision[];
  readonly last: number;
  readonly etag: string;
}

function Revisions({ place, rows, last, etag }: Props) {
  const { api } = usePlatform();
  const [since, setSince] = useState<number | null>(null);
  return (
    <>
      <DataTable
        caption={text("item.history")}
        rows={rows}
        keyOf={({ revision }) => String(revision)}
        columns={[
          { name: text("items.revision"), cell: ({ revision }) => number(revision) },
          { name: text("history.by"), cell: ({ saved_by }) => <bdi>{saved_by ?? text("somebody")}</bdi> },
          { name: text("history.when"), cell: ({ saved_at }) => moment(saved_at) },
          { name: text("history.bytes"), numeric: true, cell: ({ bytes }) => number(bytes) },
          {
            name: text("table.actions"),
            cell: ({ revision }) =>
              revision < last && (
                <span className="row">
                  <button
                    type="button"
                    onClick={() => {
                      setSince(revision);
                    }}
                  >
                    {text("history.compare")}
                    <span className="unseen"> {number(revision)}</span>
                  </button>
                  <Action
                    label={text("history.restore")}
                    of={text("publications.revision", { revision })}
                    confirm={text("history.restore.about")}
                    run={async () => {
                      const { item } = await readDraft(api, place, revision);
                      return saveDraft(api, place, item.document, etag);
                    }}
                  />
                </span>
              ),
          },
        ]}
      />
      {since !== null && (
        <section>
          <h2>{text("changes.title", { since, revision: last })}</h2>
          <Difference place={place} since={since} revision={last} />
        </section>
      )}
    </>
  );
}
