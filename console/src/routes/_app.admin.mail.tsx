import type { EmailSuppression, NewUnlockGrant } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";

import { SchemaForm } from "@/admin/SchemaForm";
import { refresh, useApi, usePlatform } from "@/api";
import { type Column, DataTable } from "@/components/DataTable";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/mail")({ component: Mail });

/** What an address is not mailed, and why; an operator lifts it with a reason. The address stays out of the page's own. */
function Mail() {
  const [typed, setTyped] = useState("");
  const [email, setEmail] = useState<string | null>(null);
  function onSubmit(event: SyntheticEvent) {
    event.preventDefault();
    setEmail(typed);
  }
  return (
    <>
      <Title name={text("admin.mail")} />
      <form className="card" role="search" onSubmit={onSubmit}>
        <p>{text("mail.about")}</p>
        <Field label={text("learner.email")} type="email" value={typed} onChange={setTyped} required />
        <button type="submit" className="primary">
          {text("list.search")}
        </button>
      </form>
      {email !== null && <Suppressions key={email} email={email} />}
    </>
  );
}

function Suppressions({ email }: { readonly email: string }) {
  const query = useApi().useQuery("get", "/v1/admin/email-suppressions", { params: { query: { email } } });
  return (
    <section className="card">
      <h2>{email}</h2>
      <Loaded query={query}>
        {({ items }) => (
          <>
            {items.length > 0 && (
              <DataTable caption={text("mail.table")} columns={COLUMNS} rows={items} keyOf={({ category }) => category} />
            )}
            {items.some(({ lifted_at }) => lifted_at === null) ? (
              <Lifting email={email} />
            ) : (
              <p role="status">{text("mail.none")}</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Lifting({ email }: { readonly email: string }) {
  const { api } = usePlatform();
  const lift = useMutation({
    mutationFn: ({ reason }: NewUnlockGrant) =>
      api.DELETE("/v1/admin/email-suppressions", { params: { query: { email, reason } } }),
    onSuccess: refresh,
  });
  return (
    <>
      <h3>{text("mail.lift")}</h3>
      <SchemaForm<NewUnlockGrant>
        schema="NewUnlockGrant"
        hidden={["user_id", "challenge_slugs"]}
        first={{}}
        submit={text("mail.lift")}
        pending={lift.isPending}
        error={lift.error}
        onSubmit={lift.mutateAsync}
      />
    </>
  );
}

const COLUMNS: readonly Column<EmailSuppression>[] = [
  { name: text("mail.category"), cell: ({ category }) => text(`mail.${category}`) },
  { name: text("reason.title"), cell: ({ reason }) => text(`mail.${reason}`) },
  { name: text("mail.since"), cell: ({ created_at }) => moment(created_at) },
  { name: text("mail.lifted"), cell: ({ lifted_at }) => (lifted_at === null ? "–" : moment(lifted_at)) },
];
