import { type LearnerRow, type NewAccount, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { SchemaForm } from "@/admin/SchemaForm";
import { refresh, usePlatform } from "@/api";
import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { Search } from "@/components/Search";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, number, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/learners/")({
  component: Learners,
  validateSearch: ({ search }: Record<string, unknown>): { readonly search?: string } =>
    typeof search === "string" && search ? { search } : {},
});

/** Everybody with an account, found by the beginning of an address, a username or a display name. */
function Learners() {
  const { search } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = usePages<LearnerRow>("/v1/admin/learners", { query: search === undefined ? {} : { search } });
  return (
    <>
      <Title name={text("admin.learners")} />
      <Search
        key={search}
        label={text("learners.search")}
        words={search ?? ""}
        onSearch={(words) => {
          void navigate({ search: words === undefined ? {} : { search: words } });
        }}
      />
      <section className="card">
        <Loaded query={query}>
          {(rows) => <DataTable caption={text("learners.found")} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />}
        </Loaded>
        <MorePages query={query} />
      </section>
      <NewLearner />
    </>
  );
}

const COLUMNS: readonly Column<LearnerRow>[] = [
  {
    name: text("learner.username"),
    cell: ({ id, username, erased_at }) => (
      <>
        <Link to="/admin/learners/$id" params={{ id }}>
          <bdi>{username}</bdi>
        </Link>{" "}
        {erased_at !== null && <span className="badge warn">{text("learner.erased")}</span>}
      </>
    ),
  },
  { name: text("learner.displayName"), cell: ({ display_name }) => <bdi>{display_name ?? "–"}</bdi> },
  { name: text("learner.email"), cell: ({ email }) => email ?? "–" },
  { name: text("learner.xp"), numeric: true, cell: ({ total_xp }) => (total_xp === null ? "–" : number(total_xp)) },
  { name: text("learner.level"), numeric: true, cell: ({ current_level }) => current_level ?? "–" },
  { name: text("learner.lastActive"), cell: ({ last_active_at }) => moment(last_active_at) },
];

function NewLearner() {
  const { api } = usePlatform();
  const [round, setRound] = useState(0);
  const create = useMutation({
    mutationFn: (account: NewAccount) => body(api.POST("/v1/admin/users", { body: account })),
    onSuccess: () => {
      setRound(round + 1);
      refresh();
    },
  });
  return (
    <details className="card">
      <summary>{text("account.new")}</summary>
      <SchemaForm<NewAccount>
        key={round}
        schema="NewAccount"
        first={{ display_name: null, invite: true }}
        submit={text("account.create")}
        pending={create.isPending}
        error={create.error}
        onSubmit={create.mutateAsync}
      />
      {create.data && <p role="status">{text(create.data.invited ? "account.invited" : "account.asked")}</p>}
    </details>
  );
}
