import type { AuditEntry } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { DataTable } from "@/components/DataTable";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/audit")({ component: Audit });

interface Filter {
  readonly action?: string;
  readonly subject_type?: string;
}

/** Who did what in an organization, newest first. */
function Audit() {
  const { organization } = Route.useParams();
  const [action, setAction] = useState("");
  const [type, setType] = useState("");
  const [filter, setFilter] = useState<Filter>({});
  const query = usePages<AuditEntry>("/v1/organizations/{organization}/audit-log", {
    path: { organization },
    query: { ...filter },
  });
  return (
    <>
      <Title name={text("organization.audit")} />
      <form
        role="search"
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          setFilter({ ...(action !== "" && { action }), ...(type !== "" && { subject_type: type }) });
        }}
      >
        <Field label={text("audit.filterAction")} value={action} onChange={setAction} />
        <Field label={text("audit.filterType")} value={type} onChange={setType} />
        <button type="submit">{text("list.search")}</button>
      </form>
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("organization.audit")}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: text("audit.action"), cell: ({ action: done }) => done },
              { name: text("audit.subject"), cell: ({ subject_type, subject_id }) => `${subject_type} ${subject_id}` },
              { name: text("audit.actor"), cell: ({ actor_id }) => <code>{actor_id ?? "–"}</code> },
              { name: text("audit.when"), cell: ({ created_at }) => moment(created_at) },
              { name: text("audit.detail"), cell: ({ detail }) => <code>{JSON.stringify(detail)}</code> },
            ]}
          />
        )}
      </Loaded>
      <MorePages query={query} />
    </>
  );
}
