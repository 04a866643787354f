import type { Completion } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { CompletionChart } from "@/admin/CompletionChart";
import { Facts } from "@/admin/Facts";
import { useApi } from "@/api";
import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { number, percent, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/")({ component: Overview });

const EVERY_HALF_MINUTE_MS = 30_000;

/** Whether the platform serves, and how learners fare with each track and challenge. */
function Overview() {
  const query = useApi().useQuery("get", "/v1/admin/completion-statistics");
  return (
    <>
      <Title name={text("admin.overview")} />
      <Health />
      <Loaded query={query}>
        {({ items }) => (
          <>
            <Statistics title={text("statistics.tracks")} rows={of(items, "track")} columns={TRACKS} />
            <Statistics title={text("statistics.challenges")} rows={of(items, "challenge")} columns={CHALLENGES} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Health() {
  const query = useApi().useQuery("get", "/v1/health", {}, { refetchInterval: EVERY_HALF_MINUTE_MS, staleTime: 0 });
  // A refusal is news here: what was read before it would hide that the platform fails now.
  const shown = query.isError ? { ...query, data: undefined } : query;
  return (
    <section className="card">
      <h2>{text("health.title")}</h2>
      <Loaded query={shown}>
        {({ tasks, version, schema_version }) => (
          <Facts
            rows={[
              [text("health.database"), <Good key="database" good={true} words={text("health.responds")} />],
              [text("health.tasks"), <Good key="tasks" good={tasks === "on_time"} words={text(`health.${tasks}`)} />],
              [text("health.version"), version],
              [text("health.schema"), schema_version],
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}

function Good({ good, words }: { readonly good: boolean; readonly words: string }) {
  return <span className={good ? "good" : "bad"}>{`${good ? "✓" : "✗"} ${words}`}</span>;
}

function of(items: readonly Completion[], kind: Completion["kind"]): readonly Completion[] {
  return items.filter((item) => item.kind === kind).toSorted((one, other) => other.started - one.started);
}

const COUNTS: readonly Column<Completion>[] = [
  { name: text("statistics.started"), numeric: true, cell: ({ started }) => number(started) },
  { name: text("statistics.completed"), numeric: true, cell: ({ completed }) => number(completed) },
  {
    name: text("statistics.share"),
    numeric: true,
    cell: ({ started, completed }) => (started > 0 ? percent(completed / started) : "–"),
  },
];

const TRACKS: readonly Column<Completion>[] = [
  {
    name: text("statistics.track"),
    cell: ({ slug, title }) => (
      <Link to="/tracks/$slug" params={{ slug }}>
        {title}
      </Link>
    ),
  },
  { name: text("statistics.enrolled"), numeric: true, cell: ({ enrolled }) => figure(enrolled) },
  ...COUNTS,
  { name: text("statistics.percentage"), numeric: true, cell: ({ average_percentage }) => figure(average_percentage) },
];

const CHALLENGES: readonly Column<Completion>[] = [
  {
    name: text("statistics.challenge"),
    cell: ({ slug, title }) => (
      <Link to="/challenges/$slug" params={{ slug }}>
        {title}
      </Link>
    ),
  },
  ...COUNTS,
  { name: text("statistics.attempts"), numeric: true, cell: ({ average_attempts }) => figure(average_attempts) },
  { name: text("statistics.score"), numeric: true, cell: ({ average_best_score }) => figure(average_best_score) },
  { name: text("statistics.minutes"), numeric: true, cell: ({ average_minutes }) => figure(average_minutes) },
];

function figure(value: number | null): string {
  return value === null ? "–" : number(value);
}

interface Props {
  readonly title: string;
  readonly rows: readonly Completion[];
  readonly columns: readonly Column<Completion>[];
}

function Statistics({ title, rows, columns }: Props) {
  const begun = rows.filter(({ started }) => started > 0);
  const others = rows.filter(({ started }) => started === 0);
  return (
    <section className="wide">
      <h2>{title}</h2>
      <div className="charted">
        <CompletionChart title={title} rows={begun} />
        <div className="card">
          <DataTable caption={title} columns={columns} rows={begun} keyOf={({ slug }) => slug} />
          {others.length > 0 && (
            <details>
              <summary>{text("statistics.others", { count: others.length })}</summary>
              <DataTable caption={title} columns={columns} rows={others} keyOf={({ slug }) => slug} />
            </details>
          )}
        </div>
      </div>
    </section>
  );
}
