import type { Preview, PreviewedLevel } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { PageProse } from "@/authoring/PageBody";
import { type Place, useDraft } from "@/authoring/item";
import { Loaded } from "@/components/Loaded";
import { Prose } from "@/components/Prose";
import { Goals, Workload } from "@/level/Requirements";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/preview")({ component: PreviewTab });

/** The draft as learners will see it. */
function PreviewTab() {
  const place = Route.useParams();
  return place.kind === "page" ? <PagePreview place={place} /> : <ChallengePreview place={place} />;
}

function PagePreview({ place }: { readonly place: Place }) {
  const query = useDraft(place);
  return (
    <Loaded query={query}>
      {({ item: { document } }) => (
        <article className="card">
          <PageProse organization={place.organization} source={typeof document.body === "string" ? document.body : ""} />
        </article>
      )}
    </Loaded>
  );
}

function ChallengePreview({ place: { organization, slug } }: { readonly place: Place }) {
  const query = useApi().useQuery("get", "/v1/organizations/{organization}/items/challenge/{slug}/preview", {
    params: { path: { organization, slug } },
  });
  return <Loaded query={query}>{(preview) => <Shown preview={preview} />}</Loaded>;
}

function Shown({ preview }: { readonly preview: Preview }) {
  return (
    <>
      <p className="quiet">{text("preview.about", { revision: preview.revision })}</p>
      <p>{preview.description}</p>
      <section className="card">
        <h2>{text("preview.statement")}</h2>
        <Prose source={preview.statement} />
      </section>
      {preview.levels.map((level) => (
        <PreviewedOne key={level.level} level={level} />
      ))}
    </>
  );
}

function PreviewedOne({ level }: { readonly level: PreviewedLevel }) {
  const { requirements } = level;
  return (
    <details className="card">
      <summary>{text("level.title", { level: level.level, name: level.name })}</summary>
      <p className="row">
        <span className="badge">{text("xp.amount", { amount: level.xp_reward })}</span>
        <span className="badge">{text("level.minutes", { count: level.estimated_minutes })}</span>
        <span className="quiet">{text("preview.hints", { prices: level.hint_penalties.join(", ") })}</span>
      </p>
      <Prose source={level.description} />
      {"workload" in requirements ? (
        <Workload requirements={requirements} />
      ) : (
        Object.entries(requirements.starter).map(([name, source]) => (
          <details key={name}>
            <summary>{name}</summary>
            <pre>{source}</pre>
          </details>
        ))
      )}
      <Goals
        tests={level.test_cases}
        hidden={level.hidden_tests}
        mustPass={level.passing_criteria.must_pass}
        minScore={level.passing_criteria.min_score}
      />
    </details>
  );
}
