import { type SkillChanges, type NewSkill, body } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { SkillForm } from "@/admin/SkillForm";
import { Editing } from "@/admin/Editing";
import { usePlatform } from "@/api";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/admin/skills/$slug")({ component: Edit });

const PATH = "/v1/admin/skills/{slug}";

/** A skill as it is defined, to be changed or retired; its slug never changes. */
function Edit() {
  const { api } = usePlatform();
  const { slug } = Route.useParams();
  return (
    <>
      <p>
        <Link to="/admin/skills">{text("editor.allSkills")}</Link>
      </p>
      <Editing<NewSkill>
        key={slug}
        name={[PATH, slug]}
        read={() => api.GET(PATH, { params: { path: { slug } } })}
        save={(changes: SkillChanges, etag) =>
          body(api.PUT(PATH, { params: { path: { slug }, header: { "If-Match": etag } }, body: changes }))
        }
      >
        {(first, state) => <SkillForm first={first} hidden={["slug"]} submit={text("form.save")} state={state} />}
      </Editing>
    </>
  );
}
