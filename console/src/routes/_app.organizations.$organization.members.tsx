import type { Member } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { usePlatform } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { Search } from "@/components/Search";
import { Select } from "@/components/Select";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
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
      <Title name={text("organization.members")} />
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

const STATUSES = ["active", "suspended"] as const;

function Filters({ filter }: { readonly filter: Filter }) {
  const navigate = Route.useNavigate();
  function set(changed: { readonly [K in keyof Filter]: Filter[K] | undefined }) {
    void navigate({ search: { ...filter, ...changed } as Filter, replace: true });
  }
  return (
    <Search
      label={text("members.search")}
      words={filter.search ?? ""}
      onSearch={(search) => {
        set({ search });
      }}
    >
      <Select
        label={text("members.roles")}
        value={filter.role ?? ""}
        onChange={(role) => {
          set({ role });
        }}
        all={text("members.allRoles")}
        choices={ROLES.map((role) => [role, roleName(role)])}
      />
      <Select
        label={text("organizations.status")}
        value={filter.status ?? ""}
        onChange={(status) => {
          set({ status });
        }}
        all={text("list.all")}
        choices={STATUSES.map((status) => [status, text(`members.status.${status}`)])}
      />
    </Search>
  );
}
