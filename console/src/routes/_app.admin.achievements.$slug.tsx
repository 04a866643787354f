import { type AchievementChanges, type NewAchievement, body } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { AchievementForm } from "@/admin/AchievementForm";
import { Editing } from "@/admin/Editing";
import { usePlatform } from "@/api";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/admin/achievements/$slug")({ component: Edit });

const PATH = "/v1/admin/achievements/{slug}";

/** An achievement as it is defined, to be changed or retired; its slug never changes. */
function Edit() {
  const { api } = usePlatform();
  const { slug } = Route.useParams();
  return (
    <>
      <p>
        <Link to="/admin/achievements">{text("editor.allAchievements")}</Link>
      </p>
      <Editing<NewAchievement>
        key={slug}
        name={[PATH, slug]}
        read={() => api.GET(PATH, { params: { path: { slug } } })}
        save={(changes: AchievementChanges, etag) =>
          body(api.PUT(PATH, { params: { path: { slug }, header: { "If-Match": etag } }, body: changes }))
        }
      >
        {(first, state) => <AchievementForm first={first} hidden={["slug"]} submit={text("form.save")} state={state} />}
      </Editing>
    </>
  );
}
