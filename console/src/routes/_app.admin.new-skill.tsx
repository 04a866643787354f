import { type NewSkill, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";

import { SkillForm } from "@/admin/SkillForm";
import { refresh, usePlatform } from "@/api";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/admin/new-skill")({ component: New });

const FIRST = { parent: null, prerequisites: [], order: 1, is_active: true };

/** A new skill. */
function New() {
  const { api } = usePlatform();
  const navigate = Route.useNavigate();
  const create = useMutation({
    mutationFn: (added: NewSkill) => body(api.POST("/v1/admin/skills", { body: added })),
    onSuccess: ({ slug }) => {
      refresh();
      void navigate({ to: "/admin/skills/$slug", params: { slug } });
    },
  });
  return (
    <>
      <p>
        <Link to="/admin/skills">{text("editor.allSkills")}</Link>
      </p>
      <Title name={text("editor.newSkill")} />
      <section className="card">
        <SkillForm
          first={FIRST}
          hidden={["is_active"]}
          submit={text("editor.create")}
          state={{ pending: create.isPending, error: create.error, onSubmit: create.mutateAsync }}
        />
      </section>
    </>
  );
}
