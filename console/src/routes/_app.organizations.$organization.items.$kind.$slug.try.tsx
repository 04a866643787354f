import type { PreviewedLevel } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { Suspense, lazy, useState } from "react";

import { useApi } from "@/api";
import { type Document, type Place, useDraft } from "@/authoring/item";
import { Loaded } from "@/components/Loaded";
import { text } from "@/messages";

const TryDesign = lazy(() => import("@/authoring/TryDesign"));
const TryCode = lazy(() => import("@/authoring/TryCode"));

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/try")({ component: TryTab });

/** A submission against the draft, with every test shown. */
function TryTab() {
  const place = Route.useParams();
  const { organization, slug } = place;
  const draft = useDraft(place);
  const preview = useApi().useQuery("get", "/v1/organizations/{organization}/items/challenge/{slug}/preview", {
    params: { path: { organization, slug } },
  });
  return (
    <Loaded query={preview}>
      {({ levels }) => (
        <Loaded query={draft}>{({ item }) => <Levels place={place} levels={levels} document={item.document} />}</Loaded>
      )}
    </Loaded>
  );
}

interface Props {
  readonly place: Place;
  readonly levels: readonly PreviewedLevel[];
  readonly document: Document;
}

function Levels({ place, levels, document }: Props) {
  const [chosen, setChosen] = useState(levels[0]?.level);
  const level = levels.find((one) => one.level === chosen);
  if (!level) return <p>{text("try.noLevels")}</p>;
  const { requirements } = level;
  return (
    <div className="wide">
      <p className="row">
        <label htmlFor="try-level">{text("try.level")}</label>
        <select
          id="try-level"
          value={chosen}
          onChange={({ target }) => {
            setChosen(Number(target.value));
          }}
        >
          {levels.map((one) => (
            <option key={one.level} value={one.level}>
              {text("level.title", { level: one.level, name: one.name })}
            </option>
          ))}
        </select>
        <span className="quiet">{text("try.about")}</span>
      </p>
      <Suspense fallback={<p role="status">{text("app.loading")}</p>}>
        {"runtime" in requirements ? (
          <TryCode key={level.level} place={place} level={level.level} requirements={requirements} document={document} />
        ) : (
          <TryDesign place={place} level={level.level} allowedTypes={requirements.allowed_types} document={document} />
        )}
      </Suspense>
    </div>
  );
}
