import type { Publication, Version } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { usePlatform } from "@/api";
import { Difference } from "@/authoring/Difference";
import { PublishForm } from "@/authoring/PublishForm";
import { type Place, useDraft } from "@/authoring/item";
import { Action } from "@/components/Action";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { moment, number, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/publications")({
  component: PublicationsTab,
});

const ITEM = "/v1/organizations/{organization}/items/{kind}/{slug}";

/** What was published of an item and when, what waits, and the ways to publish the draft or an older version. */
function PublicationsTab() {
  const place = Route.useParams();
  const draft = useDraft(place);
  const publications = usePages<Publication>(`${ITEM}/publications`, { path: place });
  const versions = usePages<Version>(`${ITEM}/versions`, { path: place });
  const live = publications.data?.find(({ state }) => state === "live")?.revision ?? null;
  return (
    <>
      <div className="sides">
        <Loaded query={draft}>
          {({ item: { revision } }) => (
            <div>
              <PublishForm key={revision} place={place} what={{ revision }} title={text("publish.title", { revision })} />
              {live !== null && live !== revision && (
                <details className="card">
                  <summary>{text("publish.changes", { since: live })}</summary>
                  <Difference place={place} since={live} revision={revision} />
                </details>
              )}
            </div>
          )}
        </Loaded>
        <section>
          <h2>{text("publications.title")}</h2>
          <Loaded query={publications}>{(rows) => <Timeline place={place} rows={rows} />}</Loaded>
          <MorePages query={publications} />
        </section>
      </div>
      <h2>{text("versions.title")}</h2>
      <Loaded query={versions}>{(rows) => <Versions place={place} rows={rows} />}</Loaded>
      <MorePages query={versions} />
    </>
  );
}

function Timeline({ place, rows }: { readonly place: Place; readonly rows: readonly Publication[] }) {
  const { api } = usePlatform();
  if (rows.length === 0) return <p>{text("publications.none")}</p>;
  return (
    <ol className="timeline">
      {rows.map((row) => (
        <li key={row.id}>
          <h3>
            {row.label ?? text("publications.revision", { revision: row.revision ?? row.restored_from ?? 0 })}{" "}
            <span className={`badge ${row.state === "live" ? "good" : row.state === "failed" ? "bad" : ""}`}>
              {text(`publications.${row.state}`)}
            </span>
          </h3>
          <p className="pre">{row.changelog}</p>
          {row.breaking_reason !== null && <p className="warn">{text("publications.breaking", { why: row.breaking_reason })}</p>}
          {typeof row.problem?.detail === "string" && <p className="bad">{row.problem.detail}</p>}
          <p className="quiet">
            <bdi>{row.requested_by ?? text("somebody")}</bdi> {moment(row.created_at)}
            {row.scheduled_at !== null && ` ${text("publications.due", { when: moment(row.scheduled_at) })}`}
          </p>
          {row.state === "scheduled" && (
            <Action
              label={text("publications.cancel")}
              of={row.changelog}
              className="danger"
              confirm={text("publications.cancel.about")}
              run={() =>
                api.DELETE(`${ITEM}/publications/{publication_id}`, { params: { path: { ...place, publication_id: row.id } } })
              }
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function Versions({ place, rows }: { readonly place: Place; readonly rows: readonly Version[] }) {
  const [restored, setRestored] = useState<Version | null>(null);
  if (rows.length === 0) return <p>{text("versions.none")}</p>;
  return (
    <>
      <DataTable
        caption={text("versions.title")}
        rows={rows}
        keyOf={({ version }) => String(version)}
        columns={[
          {
            name: text("versions.version"),
            cell: ({ label, is_live }) => (
              <>
                {label} {is_live && <span className="badge good">{text("publications.live")}</span>}
              </>
            ),
          },
          { name: text("versions.changelog"), cell: ({ changelog }) => <span className="pre">{changelog}</span> },
          { name: text("versions.approvals"), numeric: true, cell: ({ approvals }) => number(approvals) },
          { name: text("versions.published"), cell: ({ published_at }) => moment(published_at) },
          {
            name: text("table.actions"),
            cell: (row) =>
              !row.is_live && (
                <button
                  type="button"
                  onClick={() => {
                    setRestored(row);
                  }}
                >
                  {text("versions.restore")}
                  <span className="unseen"> {row.label}</span>
                </button>
              ),
          },
        ]}
      />
      {restored && (
        <PublishForm
          key={restored.version}
          place={place}
          what={{ restored_from: restored.version }}
          title={text("versions.restoring", { label: restored.label })}
          onDone={() => {
            setRestored(null);
          }}
        />
      )}
    </>
  );
}
