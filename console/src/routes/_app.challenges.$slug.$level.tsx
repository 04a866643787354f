import { type LevelDetail, body } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";
import { Suspense, lazy } from "react";

import { useApi, usePlatform } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Lock } from "@/components/Lock";
import { Prose } from "@/components/Prose";
import { Title } from "@/components/Title";
import { Hints } from "@/level/Hints";
import { Goals, Workload } from "@/level/Requirements";
import { type Place, levelParams } from "@/level/place";
import { number, text } from "@/messages";

const DesignLevel = lazy(() => import("@/level/DesignLevel"));
const CodeLevel = lazy(() => import("@/code/CodeLevel"));

export const Route = createFileRoute("/_app/challenges/$slug/$level")({
  component: LevelPage,
  params: levelParams,
});

/** A level: what it asks for, where it is worked on, and what came of it. */
function LevelPage() {
  const place = Route.useParams();
  const query = useApi().useQuery("get", "/v1/challenges/{slug}/levels/{level}", { params: { path: place } });
  return (
    <Loaded query={query}>
      {(detail) => <Level key={`${place.slug}/${String(place.level)}`} detail={detail} place={place} />}
    </Loaded>
  );
}

function Level({ detail, place }: { readonly detail: LevelDetail; readonly place: Place }) {
  const { slug } = place;
  return (
    <article className="wide">
      <p className="quiet">
        <Link to="/challenges/$slug" params={{ slug }}>
          {text("level.back")}
        </Link>
      </p>
      <Title name={text("level.title", { level: detail.level, name: detail.name })} />
      <Facts detail={detail} place={place} />
      <details className="card" open>
        <summary>{text("level.task")}</summary>
        <Prose source={detail.description} />
        {"workload" in detail.requirements && <Workload requirements={detail.requirements} />}
        <Goals
          tests={detail.test_cases}
          hidden={detail.hidden_tests}
          mustPass={detail.passing_criteria.must_pass}
          minScore={detail.passing_criteria.min_score}
        />
      </details>
      {detail.hint_count > 0 && detail.unlocked && (
        <details className="card">
          <summary>{text("hints.title")}</summary>
          <Hints {...place} />
        </details>
      )}
      {detail.solution_approach && (
        <details className="card">
          <summary>{text("level.approach")}</summary>
          <Prose source={detail.solution_approach} />
        </details>
      )}
      {detail.unlocked ? <Work detail={detail} place={place} /> : <Locked detail={detail} />}
    </article>
  );
}

function Facts({ detail, place: { slug, level } }: { readonly detail: LevelDetail; readonly place: Place }) {
  return (
    <p className="row">
      <span className="badge">{text("xp.amount", { amount: detail.xp_reward })}</span>
      <span className="badge">{text("level.minutes", { count: detail.estimated_minutes })}</span>
      {detail.best_score !== null && <span className="badge">{text("level.best", { score: number(detail.best_score) })}</span>}
      {detail.passed_at !== null && <span className="badge good">✓ {text("level.passed")}</span>}
      {detail.attempts > 0 && (
        <Link to="/challenges/$slug/$level/attempts" params={{ slug, level }}>
          {text("level.attempts", { count: detail.attempts })}
        </Link>
      )}
    </p>
  );
}

function Locked({ detail }: { readonly detail: LevelDetail }) {
  return (
    <section className="callout">
      <h2>
        <Lock /> {text("level.locked")}
      </h2>
      <ul>
        {detail.missing.map(({ title, challenge, level }) => (
          <li key={title}>
            {challenge === null ? (
              title
            ) : level === null ? (
              <Link to="/challenges/$slug" params={{ slug: challenge }}>
                {title}
              </Link>
            ) : (
              <Link to="/challenges/$slug/$level" params={{ slug: challenge, level }}>
                {title}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Work({ detail, place }: { readonly detail: LevelDetail; readonly place: Place }) {
  const { api } = usePlatform();
  const { requirements } = detail;
  const path = { slug: place.slug, level: place.level };
  return (
    <Suspense fallback={<p role="status">{text("app.loading")}</p>}>
      {"runtime" in requirements ? (
        <CodeLevel place={place} requirements={requirements} />
      ) : (
        <DesignLevel
          place={place}
          allowedTypes={requirements.allowed_types}
          suggestionPrice={detail.suggestion_price}
          triable
          submit={(design) =>
            body(
              api.POST("/v1/challenges/{slug}/levels/{level}/attempts", {
                params: { path },
                body: { kind: "system_design", design },
              }),
            ).then((answer) => answer as Exclude<typeof answer, { state: unknown }>)
          }
        />
      )}
    </Suspense>
  );
}
