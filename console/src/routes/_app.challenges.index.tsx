import type { ChallengeRow } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Lock } from "@/components/Lock";
import { Meter } from "@/components/Meter";
import { Search } from "@/components/Search";
import { Select } from "@/components/Select";
import { TrackMap } from "@/components/TrackMap";
import { useAllPages } from "@/components/pages";
import { Title } from "@/components/Title";
import { text } from "@/messages";

interface Filter {
  readonly words?: string;
  readonly track?: string;
  readonly status?: string;
  readonly view?: "map";
}

export const Route = createFileRoute("/_app/challenges/")({
  component: Challenges,
  validateSearch: ({ words, track, status, view }: Record<string, unknown>): Filter => ({
    ...(typeof words === "string" && words && { words }),
    ...(typeof track === "string" && track && { track }),
    ...(typeof status === "string" && status && { status }),
    ...(view === "map" && { view }),
  }),
});

/** All challenges: as a list with filters, or track by track. */
function Challenges() {
  const query = useAllPages<ChallengeRow>("/v1/challenges");
  return <Loaded query={query}>{(rows) => <Contents rows={rows} />}</Loaded>;
}

function Contents({ rows }: { readonly rows: readonly ChallengeRow[] }) {
  const filter = Route.useSearch();
  const found = rows.filter((row) => matches(row, filter));
  return (
    <>
      <Title name={text("challenges.title")} />
      <Filters filter={filter} />
      <p role="status" className="quiet">
        {text("challenges.found", { count: found.length })}
      </p>
      {filter.view === "map" ? <TrackMap rows={found} /> : <List rows={found} />}
    </>
  );
}

function matches(row: ChallengeRow, { words, track, status }: Filter): boolean {
  const all = [row.title, row.description, ...row.tags].join(" ").toLowerCase();
  const asked = (words ?? "").toLowerCase().split(" ");
  return asked.every((word) => all.includes(word)) && (!track || row.track === track) && (!status || row.status === status);
}

const STATUSES = ["not_started", "in_progress", "completed"] as const;

function Filters({ filter }: { readonly filter: Filter }) {
  const navigate = Route.useNavigate();
  const tracks = useApi().useQuery("get", "/v1/tracks");
  function set(changed: { readonly [K in keyof Filter]: Filter[K] | undefined }) {
    void navigate({ search: { ...filter, ...changed } as Filter, replace: true });
  }
  return (
    <Search
      label={text("challenges.search")}
      words={filter.words ?? ""}
      live
      onSearch={(words) => {
        set({ words });
      }}
    >
      <Select
        label={text("challenges.track")}
        value={filter.track ?? ""}
        onChange={(track) => {
          set({ track });
        }}
        all={text("challenges.allTracks")}
        choices={tracks.data?.items.map(({ slug, title }) => [slug, title]) ?? []}
      />
      <Select
        label={text("challenges.status")}
        value={filter.status ?? ""}
        onChange={(status) => {
          set({ status });
        }}
        all={text("challenges.allStatuses")}
        choices={STATUSES.map((status) => [status, text(`status.${status}`)])}
      />
      <button
        type="button"
        aria-pressed={filter.view === "map"}
        onClick={() => {
          set({ view: filter.view === "map" ? undefined : "map" });
        }}
      >
        {text(filter.view === "map" ? "challenges.list" : "challenges.map")}
      </button>
    </Search>
  );
}

function List({ rows }: { readonly rows: readonly ChallengeRow[] }) {
  return (
    <ul className="grid">
      {rows.map((row) => (
        <li key={row.slug} className="card">
          <h2>
            <Link to="/challenges/$slug" params={{ slug: row.slug }}>
              {row.title}
            </Link>
          </h2>
          <p>
            {!row.unlocked && (
              <span className="badge">
                <Lock /> {text("challenge.isLocked")}
              </span>
            )}
            <span className="badge">{text(`difficulty.${row.difficulty}`)}</span>
            <span className="badge">{text("xp.amount", { amount: row.xp_base })}</span>
          </p>
          <p className="quiet">{row.description}</p>
          {row.level_count > 0 && (
            <Meter
              label={text("home.levels", { done: row.levels_completed.length, count: row.published_levels })}
              share={row.levels_completed.length / Math.max(1, row.published_levels)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
