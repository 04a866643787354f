import type { LeaderboardEntry } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { BoardTable } from "@/components/BoardTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, percent, text } from "@/messages";

const PERIODS = ["daily", "weekly", "monthly", "all_time"] as const;
const METRICS = ["xp", "challenges", "streak"] as const;

interface Choice {
  readonly period: (typeof PERIODS)[number];
  readonly metric: (typeof METRICS)[number];
}

export const Route = createFileRoute("/_app/leaderboards")({
  component: Leaderboards,
  validateSearch: ({ period, metric }: Record<string, unknown>): Choice => ({
    period: PERIODS.find((one) => one === period) ?? "weekly",
    metric: METRICS.find((one) => one === metric) ?? "xp",
  }),
});

/** Who earned most, and where one stands oneself. */
function Leaderboards() {
  const choice = Route.useSearch();
  const query = usePages<LeaderboardEntry>("/v1/leaderboards/{period}/{metric}", { path: choice });
  const unit = text(`boards.metric.${choice.metric}`);
  return (
    <>
      <Title name={text("nav.boards")} />
      <nav className="tabs" aria-label={text("boards.period")}>
        {PERIODS.map((period) => (
          <Link key={period} to="/leaderboards" search={{ ...choice, period }}>
            {text(`boards.period.${period}`)}
          </Link>
        ))}
      </nav>
      <nav className="tabs" aria-label={text("boards.metric")}>
        {METRICS.map((metric) => (
          <Link key={metric} to="/leaderboards" search={{ ...choice, metric }}>
            {text(`boards.metric.${metric}`)}
          </Link>
        ))}
      </nav>
      <Mine choice={choice} unit={unit} />
      <Loaded query={query}>
        {(rows) => <BoardTable caption={`${text(`boards.period.${choice.period}`)}, ${unit}`} unit={unit} rows={rows} />}
      </Loaded>
      <MorePages query={query} />
    </>
  );
}

function Mine({ choice, unit }: { readonly choice: Choice; readonly unit: string }) {
  const query = useApi().useQuery("get", "/v1/leaderboards/{period}/{metric}/me", { params: { path: choice } });
  return (
    <section className="card">
      <h2>{text("boards.mine")}</h2>
      <Loaded query={query}>
        {(mine) => (
          <>
            <p>
              {mine.rank === null
                ? text("boards.notYet")
                : text("boards.standing", {
                    rank: mine.rank,
                    count: mine.participants,
                    ahead: percent((mine.rank_percentile ?? 0) / 100),
                  })}
            </p>
            {mine.neighbours.length > 1 && <BoardTable caption={text("boards.mine")} unit={unit} rows={mine.neighbours} />}
            {mine.refreshed_at && <p className="quiet">{text("boards.fresh", { when: moment(mine.refreshed_at) })}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}
