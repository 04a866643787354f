import type { ItemRow } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { type Kind, KINDS } from "@/authoring/item";
import { DataTable } from "@/components/DataTable";
import { Check } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { Search } from "@/components/Search";
import { Select } from "@/components/Select";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, number, text } from "@/messages";

interface Filter {
  readonly kind?: Kind;
  readonly state?: ItemRow["state"];
  readonly own?: true;
  readonly search?: string;
}

const STATES: readonly ItemRow["state"][] = ["draft", "live", "archived"];

export const Route = createFileRoute("/_app/organizations/$organization/items/")({
  component: Items,
  validateSearch: ({ kind, state, own, search }: Record<string, unknown>): Filter => ({
    ...(KINDS.includes(kind as Kind) && { kind: kind as Kind }),
    ...(STATES.includes(state as ItemRow["state"]) && { state: state as ItemRow["state"] }),
    ...(own === true && { own }),
    ...(typeof search === "string" && search && { search }),
  }),
});

/** What an organization's authors write, last changed first. */
function Items() {
  const { organization } = Route.useParams();
  const filter = Route.useSearch();
  const query = usePages<ItemRow>("/v1/organizations/{organization}/items", { path: { organization }, query: { ...filter } });
  return (
    <>
      <div className="row apart">
        <Title name={text("organization.items")} />
        <Link to="/organizations/$organization/items/new" params={{ organization }} className="button primary">
          {text("items.new")}
        </Link>
      </div>
      <Filters filter={filter} />
      <Loaded query={query}>{(rows) => <Rows rows={rows} organization={organization} />}</Loaded>
      <MorePages query={query} />
    </>
  );
}

function Rows({ rows, organization }: { readonly rows: readonly ItemRow[]; readonly organization: string }) {
  return (
    <DataTable
      caption={text("organization.items")}
      rows={rows}
      keyOf={({ kind, slug }) => `${kind} ${slug}`}
      columns={[
        {
          name: text("items.title"),
          cell: ({ kind, slug, title }) => (
            <Link to="/organizations/$organization/items/$kind/$slug" params={{ organization, kind, slug }}>
              {title}
            </Link>
          ),
        },
        { name: text("items.kind"), cell: ({ kind }) => text(`kind.${kind}`) },
        { name: text("items.state"), cell: ({ state }) => text(`state.${state}`) },
        { name: text("items.owner"), cell: ({ owner }) => <bdi>{owner ?? text("somebody")}</bdi> },
        { name: text("items.revision"), numeric: true, cell: ({ revision }) => number(revision) },
        { name: text("items.changed"), cell: ({ updated_at }) => moment(updated_at) },
      ]}
    />
  );
}

function Filters({ filter }: { readonly filter: Filter }) {
  const navigate = Route.useNavigate();
  function set(changed: { readonly [K in keyof Filter]: Filter[K] | undefined }) {
    void navigate({ search: { ...filter, ...changed } as Filter, replace: true });
  }
  return (
    <Search
      label={text("items.search")}
      words={filter.search ?? ""}
      onSearch={(search) => {
        set({ search });
      }}
    >
      <Select
        label={text("items.kind")}
        value={filter.kind ?? ""}
        onChange={(kind) => {
          set({ kind });
        }}
        all={text("items.allKinds")}
        choices={KINDS.map((kind) => [kind, text(`kind.${kind}`)])}
      />
      <Select
        label={text("items.state")}
        value={filter.state ?? ""}
        onChange={(state) => {
          set({ state });
        }}
        all={text("items.allStates")}
        choices={STATES.map((state) => [state, text(`state.${state}`)])}
      />
      <Check
        label={text("items.own")}
        checked={filter.own ?? false}
        onChange={(own) => {
          set({ own: own || undefined });
        }}
      />
    </Search>
  );
}
