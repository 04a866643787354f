import type { Member } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { usePlatform } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { text } from "@/messages";
import { AddMember } from "@/organization/AddMember";
import { MemberDialog } from "@/organization/MemberDialog";
import { ROLES, roleName } from "@/organization/roles";

interface Filter {
  readonly search?: string;
  readonly role?: string;
  readonly status?: string;
}

const NAMES = ["search", "role", "status"] as const;

export const Route = createFileRoute("/_app/organizations/$organization/members")({
  component: Members,
  validateSearch: (asked: Record<string, unknown>): Filter =>
    Object.fromEntries(NAMES.filter((name) => typeof asked[name] === "string" && asked[name]).map((name) => [name, asked[name]])),
});

/** Who belongs to an organization, and as what. */
function Members() {
  const { session } = usePlatform();
  const { organization } = Route.useParams();
  const filter = Route.useSearch();
  const [chosen, setChosen] = useState<Member | null>(null);
  const query = usePages<Member>("/v1/organizations/{organization}/members", { path: { organization }, query: { ...filter } });
  return (
    <>
      <h1>{text("organization.members")}</h1>
      <Filters filter={filter} />
      <Loaded query={query}>{(rows) => <Rows rows={rows} onChoose={setChosen} />}</Loaded>
      <MorePages query={query} />
      {session.groups.includes("platform_admin") && <AddMember organization={organization} />}
      {chosen && (
        <MemberDialog
          organization={organization}
          member={chosen}
          onClose={() => {
            setChosen(null);
          }}
        />
      )}
    </>
  );
}

function Rows({ rows, onChoose }: { readonly rows: readonly Member[]; readonly onChoose: (member: Member) => void }) {
  return (
    <DataTable
      caption={text("organization.members")}
      rows={rows}
      keyOf={({ user_id }) => user_id}
      columns={[
        { name: text("members.name"), cell: ({ display_name, username }) => <bdi>{display_name ?? username}</bdi> },
        { name: text("members.email"), cell: ({ email }) => email ?? "–" },
        { name: text("members.roles"), cell: ({ roles }) => roles.map(roleName).join(", ") },
        { name: text("organizations.status"), cell: ({ status }) => text(`members.status.${status}`) },
        {
          name: text("table.actions"),
          cell: (member) => (
            <button
              type="button"
              onClick={() => {
                onChoose(member);
              }}
            >
              {text("members.change")}
              <span className="unseen"> {member.username}</span>
            </button>
          ),
        },
      ]}
    />
  );
}

function Filters({ filter }: { readonly filter: Filter }) {
  const navigate = Route.useNavigate();
  const [words, setWords] = useState(filter.search ?? "");
  function set(name: keyof Filter, value: string) {
    const entries = Object.entries({ ...filter, [name]: value }).filter(([, one]) => one !== "");
    void navigate({ search: Object.fromEntries(entries), replace: true });
  }
  return (
    <form
      className="row"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        set("search", words.trim());
      }}
    >
      <input
        type="search"
        aria-label={text("members.search")}
        placeholder={text("members.search")}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      <button type="submit">{text("list.search")}</button>
      <select
        aria-label={text("members.roles")}
        value={filter.role ?? ""}
        onChange={(event) => {
          set("role", event.target.value);
        }}
      >
        <option value="">{text("members.allRoles")}</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {roleName(role)}
          </option>
        ))}
      </select>
      <select
        aria-label={text("organizations.status")}
        value={filter.status ?? ""}
        onChange={(event) => {
          set("status", event.target.value);
        }}
      >
        <option value="">{text("list.all")}</option>
        <option value="active">{text("members.status.active")}</option>
        <option value="suspended">{text("members.status.suspended")}</option>
      </select>
    </form>
  );
}
