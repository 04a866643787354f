import { type ImportSummary, body } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { usePlatform } from "@/api";
import { ExportForm } from "@/authoring/ExportForm";
import { ImportPlan } from "@/authoring/ImportPlan";
import { UploadForm } from "@/authoring/UploadForm";
import { useMutation } from "@tanstack/react-query";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/transfers")({ component: Transfers });

const IMPORTS = "/v1/organizations/{organization}/imports";

/** All drafts as a zip of content files, and such a zip as drafts: first what it would change, then the change itself. */
function Transfers() {
  const { api } = usePlatform();
  const { organization } = Route.useParams();
  const [shown, setShown] = useState<string | null>(null);
  const query = usePages<ImportSummary>(IMPORTS, { path: { organization } });
  const plan = useMutation({
    mutationFn: (upload_id: string) => body(api.POST(IMPORTS, { params: { path: { organization } }, body: { upload_id } })),
    onSuccess: ({ id }) => {
      setShown(id);
      void query.refetch();
    },
  });
  return (
    <>
      <Title name={text("organization.transfers")} />
      <div className="sides">
        <ExportForm organization={organization} />
        <section className="card">
          <h2>{text("imports.title")}</h2>
          <UploadForm
            organization={organization}
            purpose="import"
            label={text("imports.upload")}
            accept=".zip,application/zip"
            onDone={({ id }) => {
              plan.mutate(id);
            }}
          />
          <p className="quiet">{text("imports.about")}</p>
          {plan.error && <Reason error={plan.error} />}
        </section>
      </div>
      {shown !== null && <ImportPlan key={shown} organization={organization} id={shown} />}
      <h2>{text("imports.all")}</h2>
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("imports.all")}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: text("media.name"), cell: ({ file_name }) => <bdi>{file_name}</bdi> },
              { name: text("items.state"), cell: ({ state }) => text(`imports.${state}`) },
              { name: text("imports.by"), cell: ({ requested_by }) => <bdi>{requested_by ?? text("somebody")}</bdi> },
              { name: text("imports.when"), cell: ({ requested_at }) => moment(requested_at) },
              {
                name: text("table.actions"),
                cell: ({ id, file_name }) => (
                  <button
                    type="button"
                    onClick={() => {
                      setShown(id);
                    }}
                  >
                    {text("imports.show")}
                    <span className="unseen"> {file_name}</span>
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <MorePages query={query} />
    </>
  );
}
