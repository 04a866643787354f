import { type NewAchievement, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";

import { AchievementForm } from "@/admin/AchievementForm";
import { refresh, usePlatform } from "@/api";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/admin/new-achievement")({ component: New });

const FIRST = { criteria: {} as NewAchievement["criteria"], icon_url: null, is_active: true };

/** A new achievement. */
function New() {
  const { api } = usePlatform();
  const navigate = Route.useNavigate();
  const create = useMutation({
    mutationFn: (added: NewAchievement) => body(api.POST("/v1/admin/achievements", { body: added })),
    onSuccess: ({ slug }) => {
      refresh();
      void navigate({ to: "/admin/achievements/$slug", params: { slug } });
    },
  });
  return (
    <>
      <p>
        <Link to="/admin/achievements">{text("editor.allAchievements")}</Link>
      </p>
      <Title name={text("editor.newAchievement")} />
      <section className="card">
        <AchievementForm
          first={FIRST}
          hidden={["is_active"]}
          submit={text("editor.create")}
          state={{ pending: create.isPending, error: create.error, onSubmit: create.mutateAsync }}
        />
      </section>
    </>
  );
}
