import type { MySkill, SkillPool } from "@progressive-flow/client";
import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";

import { refresh, useApi, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { Lock } from "@/components/Lock";
import { Meter } from "@/components/Meter";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/skills")({ component: Skills });

/** The skill tree, branch by branch, and the points that are left to put into it. */
function Skills() {
  const query = useApi().useQuery("get", "/v1/me/skills");
  return (
    <>
      <Title name={text("nav.skills")} />
      <Loaded query={query}>
        {({ pool, branches }) => (
          <>
            <p className="callout">{text("skills.pool", { available: pool.available, earned: pool.earned })}</p>
            {branches.map(({ branch, skills }) => (
              <section key={branch}>
                <h2>{branch}</h2>
                <ul className="grid">
                  {skills.map((skill) => (
                    <Skill key={skill.slug} skill={skill} pool={pool} />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </Loaded>
    </>
  );
}

function Skill({ skill, pool }: { readonly skill: MySkill; readonly pool: SkillPool }) {
  const { api } = usePlatform();
  const allocate = useMutation({
    mutationFn: () =>
      body(
        api.POST("/v1/me/skills/{slug}/points", { params: { path: { slug: skill.slug } }, body: { points: skill.xp_per_level } }),
      ),
    onSuccess: refresh,
  });
  const complete = skill.current_level >= skill.max_level;
  return (
    <li className="card">
      <h3>
        {!skill.unlocked && <Lock />}
        {skill.name}
      </h3>
      <p className="quiet">{skill.description}</p>
      <Meter
        label={text("skills.level", { level: skill.current_level, most: skill.max_level })}
        share={skill.current_level / skill.max_level}
      />
      {skill.missing.length > 0 && (
        <p className="quiet">{text("skills.needs", { what: skill.missing.map(({ title }) => title).join(", ") })}</p>
      )}
      {skill.unlocked && !complete && (
        <button
          type="button"
          disabled={allocate.isPending || !skill.affordable || pool.available < skill.xp_per_level}
          onClick={() => {
            allocate.mutate();
          }}
        >
          {text("skills.raise", { points: skill.xp_per_level })}
          <span className="unseen"> {skill.name}</span>
        </button>
      )}
      {allocate.error && <Reason error={allocate.error} />}
    </li>
  );
}
