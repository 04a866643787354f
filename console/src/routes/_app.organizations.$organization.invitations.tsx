import { type Invitation, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Action } from "@/components/Action";
import { CopyButton } from "@/components/CopyButton";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";
import { RoleBoxes } from "@/organization/RoleBoxes";
import { lines } from "@/organization/Settings";
import { type Role, roleName } from "@/organization/roles";

export const Route = createFileRoute("/_app/organizations/$organization/invitations")({ component: Invitations });

/** Invitations of an organization: to addresses, or by a code that people pass on. */
function Invitations() {
  const { api } = usePlatform();
  const { organization } = Route.useParams();
  const query = usePages<Invitation>("/v1/organizations/{organization}/invitations", { path: { organization } });
  return (
    <>
      <Title name={text("organization.invitations")} />
      <Invite organization={organization} />
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("organization.invitations")}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: text("invitations.whom"), cell: ({ email }) => email ?? text("invitations.byCode") },
              { name: text("members.roles"), cell: ({ roles }) => roles.map(roleName).join(", ") },
              { name: text("organizations.status"), cell: ({ status }) => text(`invitations.status.${status}`) },
              {
                name: text("invitations.uses"),
                cell: ({ uses, max_uses }) => text("invitations.used", { uses, most: max_uses }),
              },
              { name: text("invitations.mail"), cell: (row) => <Mailed invitation={row} /> },
              { name: text("invitations.until"), cell: ({ expires_at }) => moment(expires_at) },
              {
                name: text("table.actions"),
                cell: ({ id, email, status }) =>
                  status === "open" && (
                    <Action
                      label={text("invitations.revoke")}
                      of={email ?? text("invitations.byCode")}
                      className="danger"
                      confirm={text("invitations.revoke.about")}
                      run={() =>
                        api.DELETE("/v1/organizations/{organization}/invitations/{invitation_id}", {
                          params: { path: { organization, invitation_id: id } },
                        })
                      }
                    />
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

function Mailed({ invitation: { email, mailed_at, not_mailed } }: { readonly invitation: Invitation }) {
  if (email === null) return "–";
  if (not_mailed !== null) return <span className="warn">{text(`invitations.notMailed.${not_mailed}`)}</span>;
  return mailed_at === null ? text("invitations.notYet") : moment(mailed_at);
}

function Invite({ organization }: { readonly organization: string }) {
  const { api } = usePlatform();
  const [emails, setEmails] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>(["learner"]);
  const [uses, setUses] = useState("30");
  const [days, setDays] = useState("14");
  const addresses = lines(emails);
  const invite = useMutation({
    mutationFn: () =>
      body(
        api.POST("/v1/organizations/{organization}/invitations", {
          params: { path: { organization } },
          body: {
            roles: [...roles],
            expires_in_days: Number(days),
            ...(addresses.length > 0 ? { emails: addresses } : { max_uses: Number(uses) }),
          },
        }),
      ),
    onSuccess: () => {
      setEmails("");
      refresh();
    },
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <h2>{text("invite.title")}</h2>
      <Field label={text("invite.emails")} about={text("invite.emails.about")} value={emails} onChange={setEmails} rows={3} />
      <RoleBoxes roles={roles} onChange={setRoles} />
      {addresses.length === 0 && <Field label={text("invite.uses")} type="number" value={uses} onChange={setUses} required />}
      <Field label={text("invite.days")} type="number" value={days} onChange={setDays} required />
      <button type="submit" className="primary" disabled={invite.isPending}>
        {addresses.length > 0 ? text("invite.submit", { count: addresses.length }) : text("invite.makeCode")}
      </button>
      {invite.error && <Reason error={invite.error} />}
      {invite.data && <Made code={invite.data.code} count={invite.data.items.length} />}
    </form>
  );
}

function Made({ code, count }: { readonly code: string | null; readonly count: number }) {
  if (code === null) return <p role="status">{text("invite.done", { count })}</p>;
  return (
    <div className="callout" role="status">
      <p>{text("invite.code")}</p>
      <p className="row">
        <code>{code}</code> <CopyButton value={code} />
      </p>
    </div>
  );
}
