import type { LearnerDetail } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { Facts } from "@/admin/Facts";
import { LearnerAchievements } from "@/admin/LearnerAchievements";
import { LearnerAttempts } from "@/admin/LearnerAttempts";
import { LearnerCorrections } from "@/admin/LearnerCorrections";
import { LearnerGrants } from "@/admin/LearnerGrants";
import { LearnerProgress } from "@/admin/LearnerProgress";
import { Recomputation } from "@/admin/Recomputation";
import { useApi } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { day, moment, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/learners/$id")({ component: Learner });

/** One learner: who they are, what they earned, how far they are, and what an operator can do for them. */
function Learner() {
  const { id } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/admin/learners/{user_id}", { params: { path: { user_id: id } } });
  return (
    <>
      <p>
        <Link to="/admin/learners">{text("learner.back")}</Link>
      </p>
      {query.data === undefined && <Title name={text("admin.learner")} />}
      <Loaded query={query}>{(learner) => <Contents learner={learner} />}</Loaded>
    </>
  );
}

function Contents({ learner }: { readonly learner: LearnerDetail }) {
  const { id, display_name, username, erased_at } = learner;
  return (
    <>
      <Title name={display_name ?? username}>
        <bdi>{display_name ?? username}</bdi>{" "}
        {erased_at !== null && <span className="badge warn">{text("learner.erasedAt", { when: moment(erased_at) })}</span>}
      </Title>
      <div className="sides">
        <Who learner={learner} />
        <Earned learner={learner} />
      </div>
      <LearnerCorrections userId={id} />
      <LearnerProgress rows={learner.challenges} />
      <LearnerAttempts userId={id} />
      <LearnerGrants userId={id} />
      <LearnerAchievements userId={id} />
      <p>
        <Link to="/admin/audit-log" search={{ subject_type: "user", subject_id: id }}>
          {text("learner.audit")}
        </Link>
      </p>
    </>
  );
}

function Who({ learner }: { readonly learner: LearnerDetail }) {
  return (
    <section className="card">
      <h2>{text("learner.who")}</h2>
      <Facts
        rows={[
          [text("learner.username"), <bdi key="username">{learner.username}</bdi>],
          [text("learner.displayName"), <bdi key="name">{learner.display_name ?? "–"}</bdi>],
          [text("learner.email"), learner.email ?? "–"],
          [text("learner.id"), <code key="id">{learner.id}</code>],
          [text("learner.skill"), text(`difficulty.${learner.skill_level}`)],
          [text("learner.zone"), learner.time_zone],
          [text("learner.visibility"), text(`visibility.${learner.visibility}`)],
          [text("learner.organizations"), learner.organizations.join(", ") || "–"],
          [text("learner.since"), moment(learner.created_at)],
          [text("learner.lastActive"), moment(learner.last_active_at)],
        ]}
      />
    </section>
  );
}

function Earned({ learner: { id, figures } }: { readonly learner: LearnerDetail }) {
  return (
    <section className="card">
      <h2>{text("learner.earned")}</h2>
      {figures === null ? (
        <p>{text("learner.noFigures")}</p>
      ) : (
        <Facts
          rows={[
            [text("learner.xp"), text("xp.amount", { amount: figures.total_xp })],
            [text("learner.level"), figures.current_level],
            [text("learner.started"), figures.challenges_started],
            [text("learner.completed"), figures.challenges_completed],
            [text("learner.levels"), figures.levels_completed],
            [text("learner.time"), text("level.minutes", { count: figures.time_spent_minutes })],
            [text("learner.streak"), text("home.streak", { count: figures.current_streak_days })],
            [text("learner.longest"), text("home.streak", { count: figures.longest_streak_days })],
            [text("learner.lastDay"), figures.last_activity_date === null ? "–" : day(figures.last_activity_date)],
          ]}
        />
      )}
      <Recomputation userId={id} />
    </section>
  );
}
