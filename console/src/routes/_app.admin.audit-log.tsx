import type { AuditEntry } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { AuditFilters, FILTERS, type Filter } from "@/admin/AuditFilters";
import { Person } from "@/admin/Person";
import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/audit-log")({
  component: AuditLog,
  validateSearch: (search: Record<string, unknown>): Filter =>
    Object.fromEntries(
      FILTERS.flatMap((name) => (typeof search[name] === "string" && search[name] ? [[name, search[name]] as const] : [])),
    ),
});

/** Who did what to whom, newest first; the filters are in the address, so that a search can be passed on. */
function AuditLog() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = usePages<AuditEntry>("/v1/admin/audit-log", { query: { ...filter } });
  return (
    <>
      <Title name={text("admin.auditLog")} />
      <AuditFilters
        key={JSON.stringify(filter)}
        filter={filter}
        onChange={(changed) => {
          void navigate({ search: changed });
        }}
      />
      <section className="card">
        <Loaded query={query}>
          {(rows) => <DataTable caption={text("audit.table")} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />}
        </Loaded>
        <MorePages query={query} />
      </section>
    </>
  );
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: text("attempts.when"), cell: ({ created_at }) => moment(created_at) },
  { name: text("audit.action"), cell: ({ action }) => <Narrow name="action" value={action} /> },
  {
    name: text("audit.subject"),
    cell: ({ subject_type, subject_id }) => (
      <>
        {subject_type.replaceAll("_", " ")}{" "}
        {subject_type === "user" ? <Person id={subject_id} /> : <Narrow name="subject_id" value={subject_id} />}
      </>
    ),
  },
  { name: text("audit.actor"), cell: ({ actor_id }) => (actor_id === null ? text("audit.platform") : <Person id={actor_id} />) },
  { name: text("audit.detail"), cell: ({ detail }) => <Detail detail={detail} /> },
];

/** A value that narrows the list to itself. */
function Narrow({ name, value }: { readonly name: keyof Filter; readonly value: string }) {
  return (
    <Link to="/admin/audit-log" search={{ [name]: value }}>
      {value}
    </Link>
  );
}

function Detail({ detail }: { readonly detail: AuditEntry["detail"] }) {
  return (
    <dl className="detail">
      {Object.entries(detail).map(([name, value]) => (
        <div key={name}>
          <dt>{name.replaceAll("_", " ")}: </dt>
          <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
