import { type Organization, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Action } from "@/components/Action";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { useAllPages } from "@/components/pages";
import { Title } from "@/components/Title";
import { day, number, text } from "@/messages";
import { roleName } from "@/organization/roles";

export const Route = createFileRoute("/_app/organizations/")({ component: Organizations });

/** The organizations that one belongs to, invitations to others, and the ways to join one. */
function Organizations() {
  const { session } = usePlatform();
  const query = useAllPages<Organization>("/v1/organizations");
  return (
    <>
      <Title name={text("nav.organizations")} />
      <Invited />
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("nav.organizations")}
            rows={rows}
            keyOf={({ slug }) => slug}
            columns={[
              {
                name: text("organizations.name"),
                cell: ({ slug, name }) => (
                  <Link to="/organizations/$organization" params={{ organization: slug }}>
                    {name}
                  </Link>
                ),
              },
              { name: text("organizations.roles"), cell: ({ roles }) => roles.map(roleName).join(", ") || "–" },
              {
                name: text("organizations.members"),
                numeric: true,
                cell: ({ members }) => (members === null ? "–" : number(members)),
              },
              { name: text("organizations.status"), cell: ({ status }) => text(`organizations.status.${status}`) },
            ]}
          />
        )}
      </Loaded>
      <div className="sides">
        <Join />
        {session.groups.includes("platform_admin") && <Create />}
      </div>
    </>
  );
}

function Invited() {
  const { api, hooks } = usePlatform();
  const query = hooks.useQuery("get", "/v1/me/invitations");
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.map(({ id, name, roles, expires_at }) => (
          <section key={id} className="callout">
            <h2>{text("invited.title", { name })}</h2>
            <p>{text("invited.about", { roles: roles.map(roleName).join(", "), when: day(expires_at.slice(0, 10)) })}</p>
            <Action
              label={text("invited.accept")}
              of={name}
              className="primary"
              run={() => body(api.POST("/v1/me/organizations", { body: { invitation: id } }))}
            />
          </section>
        ))
      }
    </Loaded>
  );
}

function Join() {
  const { api } = usePlatform();
  const [code, setCode] = useState("");
  const [slug, setSlug] = useState("");
  const join = useMutation({
    mutationFn: (how: { code: string } | { organization: string }) => body(api.POST("/v1/me/organizations", { body: how })),
    onSuccess: refresh,
  });
  function joining(how: { code: string } | { organization: string }) {
    return (event: SyntheticEvent) => {
      event.preventDefault();
      join.mutate(how);
    };
  }
  return (
    <section className="card">
      <h2>{text("join.title")}</h2>
      <form onSubmit={joining({ code: code.trim() })}>
        <Field label={text("join.code")} value={code} onChange={setCode} required />
        <button type="submit" disabled={join.isPending}>
          {text("join.byCode")}
        </button>
      </form>
      <hr />
      <form onSubmit={joining({ organization: slug.trim() })}>
        <Field label={text("join.slug")} about={text("join.slug.about")} value={slug} onChange={setSlug} required />
        <button type="submit" disabled={join.isPending}>
          {text("join.byAddress")}
        </button>
      </form>
      {join.error && <Reason error={join.error} />}
      {join.data && <p role="status">{text("join.done", { name: join.data.name })}</p>}
    </section>
  );
}

function Create() {
  const { api } = usePlatform();
  const navigate = Route.useNavigate();
  const [slug, setSlug] = useState("");
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => body(api.POST("/v1/organizations", { body: { slug, name } })),
    onSuccess: (made) => {
      refresh();
      void navigate({ to: "/organizations/$organization/members", params: { organization: made.slug } });
    },
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <h2>{text("create.title")}</h2>
      <Field label={text("create.name")} value={name} onChange={setName} required />
      <Field label={text("create.slug")} about={text("create.slug.about")} value={slug} onChange={setSlug} required />
      <button type="submit" className="primary" disabled={create.isPending}>
        {text("create.submit")}
      </button>
      {create.error && <Reason error={create.error} />}
    </form>
  );
}
