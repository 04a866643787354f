import type { Dashboard } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { Countdown } from "@/components/Countdown";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { StreakCard } from "@/components/StreakCard";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/")({ component: Home });

/** Where to go on, what today offers, and what has been earned. */
function Home() {
  const dashboard = useApi().useQuery("get", "/v1/me/dashboard");
  return <Loaded query={dashboard}>{(data) => <Contents data={data} />}</Loaded>;
}

function Contents({ data }: { readonly data: Dashboard }) {
  return (
    <>
      <Title name={text("nav.home")}>
        <bdi>{text("home.title", { name: data.display_name ?? data.username })}</bdi>
      </Title>
      {data.unread_notifications > 0 && (
        <p className="callout">
          <Link to="/notifications">{text("home.unread", { count: data.unread_notifications })}</Link>
        </p>
      )}
      <div className="grid">
        <Continue data={data} />
        <Daily data={data} />
        <Earned data={data} />
        <StreakCard />
      </div>
      <Recommended />
    </>
  );
}

function Continue({ data }: { readonly data: Dashboard }) {
  if (data.in_progress.length === 0) return <First />;
  return (
    <section className="card">
      <h2>{text("home.continue")}</h2>
      <ul className="plainlist">
        {data.in_progress.map(({ slug, title, levels_completed, level_count }) => (
          <li key={slug}>
            <Link to="/challenges/$slug" params={{ slug }}>
              {title}
            </Link>
            <Meter
              label={text("home.levels", { done: levels_completed.length, count: level_count })}
              share={levels_completed.length / level_count}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function First() {
  const query = useApi().useQuery("get", "/v1/recommendations/challenges");
  return (
    <section className="card">
      <h2>{text("home.start")}</h2>
      <p>{text("home.first")}</p>
      <Loaded query={query}>
        {({ items: [first] }) =>
          first && (
            <Link to="/challenges/$slug/$level" params={{ slug: first.slug, level: 1 }} className="button primary">
              {text("home.begin", { title: first.title })}
            </Link>
          )
        }
      </Loaded>
    </section>
  );
}

function Daily({ data }: { readonly data: Dashboard }) {
  const open = useApi().useQuery("get", "/v1/daily-challenge", {}, { enabled: data.daily_challenge !== null });
  const daily = data.daily_challenge;
  if (!daily) return null;
  return (
    <section className="card">
      <h2>{text("home.daily")}</h2>
      <p>
        <Link to="/daily">{daily.title}</Link>
        {daily.passed && <span className="badge good">{text("home.dailyPassed")}</span>}
      </p>
      {open.data && <Countdown until={open.data.closes_at} />}
    </section>
  );
}

function Earned({ data }: { readonly data: Dashboard }) {
  return (
    <section className="card">
      <h2>{text("xp.level", { level: data.current_level })}</h2>
      <p className="figure">{text("xp.amount", { amount: data.total_xp })}</p>
      <p>{text("home.completed", { count: data.challenges_completed })}</p>
      {data.recent_achievements.length > 0 && <h3>{text("home.recent")}</h3>}
      <ul className="plainlist">
        {data.recent_achievements.map(({ slug, name, icon_url }) => (
          <li key={slug} className="row">
            {icon_url && <img src={icon_url} alt="" width="24" height="24" />}
            <Link to="/achievements">{name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recommended() {
  const query = useApi().useQuery("get", "/v1/recommendations/challenges");
  return (
    <section>
      <h2>{text("home.next")}</h2>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="grid">
            {items.map(({ slug, title, why }) => (
              <li key={slug} className="card">
                <h3>
                  <Link to="/challenges/$slug" params={{ slug }}>
                    {title}
                  </Link>
                </h3>
                <p className="quiet">{why}</p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
