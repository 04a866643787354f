import type { DailyChallenge, DailyLeaderboardEntry, DailyRow } from "@progressive-flow/client";
import { body } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";
import { Suspense, lazy } from "react";

import { useApi, usePlatform } from "@/api";
import { BoardTable } from "@/components/BoardTable";
import { Countdown } from "@/components/Countdown";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { Prose } from "@/components/Prose";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { Goals, Workload } from "@/level/Requirements";
import { day, number, text } from "@/messages";

const DesignLevel = lazy(() => import("@/level/DesignLevel"));

export const Route = createFileRoute("/_app/daily")({ component: Daily });

/** The challenge of the day, its leaderboard, and those of past days. */
function Daily() {
  const query = useApi().useQuery("get", "/v1/daily-challenge");
  return (
    <div className="wide">
      <Loaded query={query}>{(daily) => <Today key={daily.date} daily={daily} />}</Loaded>
      <Board />
      <Archive />
    </div>
  );
}

function Today({ daily }: { readonly daily: DailyChallenge }) {
  const { api } = usePlatform();
  return (
    <>
      <Title name={text("daily.title", { title: daily.title })} />
      <p className="row">
        <span className="badge">{text("level.title", { level: daily.level, name: daily.level_name })}</span>
        <span className="badge">{text("daily.load", { factor: daily.difficulty_modifier })}</span>
        <span className="badge good">{text("daily.bonus", { amount: daily.bonus_xp })}</span>
        {daily.mine?.passed && <span className="badge good">✓ {text("home.dailyPassed")}</span>}
      </p>
      <Countdown until={daily.closes_at} />
      <details className="card" open>
        <summary>{text("level.task")}</summary>
        <Prose source={daily.description} />
        <Workload requirements={daily.requirements} />
        <Goals
          tests={daily.test_cases}
          hidden={0}
          mustPass={daily.passing_criteria.must_pass}
          minScore={daily.passing_criteria.min_score}
        />
      </details>
      <Suspense fallback={<p role="status">{text("app.loading")}</p>}>
        <DesignLevel
          place={{ slug: daily.challenge, level: daily.level }}
          allowedTypes={daily.requirements.allowed_types}
          suggestionPrice={0}
          triable={false}
          submit={(design) =>
            body(api.POST("/v1/daily-challenge/attempts", { body: { kind: "system_design", design } })).then(
              (answer) => answer as Exclude<typeof answer, { state: unknown }>,
            )
          }
        />
      </Suspense>
    </>
  );
}

function Board() {
  const query = usePages<DailyLeaderboardEntry>("/v1/daily-challenge/leaderboard");
  return (
    <section>
      <h2>{text("daily.board")}</h2>
      <Loaded query={query}>
        {(rows) => (
          <BoardTable
            caption={text("daily.board")}
            unit={text("attempts.score")}
            rows={rows.map((row) => ({ ...row, value: row.score }))}
          />
        )}
      </Loaded>
      <MorePages query={query} />
    </section>
  );
}

function Archive() {
  const query = usePages<DailyRow>("/v1/daily-challenges");
  return (
    <details className="card">
      <summary>{text("daily.archive")}</summary>
      <Loaded query={query}>
        {(rows) => (
          <ul className="plainlist">
            {rows.map((row) => (
              <li key={row.date}>
                {day(row.date)}:{" "}
                <Link to="/challenges/$slug" params={{ slug: row.challenge }}>
                  {row.title}
                </Link>{" "}
                <span className="quiet">
                  {text("daily.participants", { count: row.participants_count })}
                  {row.mine && ` ${text("level.best", { score: number(row.mine.score) })}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <MorePages query={query} />
    </details>
  );
}
