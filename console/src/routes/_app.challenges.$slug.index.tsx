import type { ChallengeDetail } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Lock } from "@/components/Lock";
import { Prose } from "@/components/Prose";
import { Title } from "@/components/Title";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/challenges/$slug/")({ component: ChallengePage });

/** A challenge: what it is about, its levels, and what it needs. */
function ChallengePage() {
  const { slug } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/challenges/{slug}", { params: { path: { slug } } });
  return <Loaded query={query}>{(challenge) => <Challenge challenge={challenge} />}</Loaded>;
}

function Challenge({ challenge }: { readonly challenge: ChallengeDetail }) {
  return (
    <>
      <p className="quiet">
        <Link to="/challenges">{text("challenge.back")}</Link>
      </p>
      <Title name={challenge.title} />
      <p className="row">
        <span className="badge">{text(`difficulty.${challenge.difficulty}`)}</span>
        <span className="badge">{text("xp.amount", { amount: challenge.xp_base })}</span>
        <span className="badge">{text("level.minutes", { count: challenge.estimated_minutes })}</span>
        {challenge.best_score !== null && (
          <span className="badge">{text("level.best", { score: number(challenge.best_score) })}</span>
        )}
      </p>
      {!challenge.unlocked && (
        <p className="callout">
          <Lock /> {text("challenge.locked")}
        </p>
      )}
      <Prose source={challenge.statement} />
      <Levels challenge={challenge} />
      {challenge.prerequisites.length > 0 && (
        <section>
          <h2>{text("challenge.needs")}</h2>
          <ul className="plainlist">
            {challenge.prerequisites.map(({ slug, title, completed }) => (
              <li key={slug}>
                {completed ? "✓" : "○"}{" "}
                <Link to="/challenges/$slug" params={{ slug }}>
                  {title}
                </Link>
                <span className="unseen">, {text(completed ? "challenge.completed" : "challenge.open")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Levels({ challenge }: { readonly challenge: ChallengeDetail }) {
  return (
    <section>
      <h2>{text("challenge.levels")}</h2>
      <ol className="plainlist">
        {challenge.levels.map(({ level, name, xp_reward, estimated_minutes, completed }) => (
          <li key={level} className="card row apart">
            <Link to="/challenges/$slug/$level" params={{ slug: challenge.slug, level }}>
              {text("level.title", { level, name })}
            </Link>
            <span>
              {completed && <span className="badge good">✓ {text("level.passed")}</span>}
              <span className="badge">{text("xp.amount", { amount: xp_reward })}</span>
              <span className="badge">{text("level.minutes", { count: estimated_minutes })}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
