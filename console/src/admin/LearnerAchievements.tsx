import { type NewAchievementRevocation, type SavedAchievement, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { useAllPages } from "@/components/pages";
import { text } from "@/messages";

import { SchemaField, type Value } from "./SchemaField";
import { SchemaForm } from "./SchemaForm";

/** Takes an achievement from a learner and gives it back, each with a reason that the learner sees. */
export function LearnerAchievements({ userId }: { readonly userId: string }) {
  const { api } = usePlatform();
  const revoke = async (revocation: NewAchievementRevocation) => {
    const { xp_taken, total_xp } = await body(api.POST("/v1/admin/achievement-revocations", { body: revocation }));
    return text("revocations.revoked", { amount: xp_taken, total: total_xp });
  };
  const restore = async ({ achievement, reason }: NewAchievementRevocation) => {
    const params = { path: { user_id: userId, slug: achievement }, query: { reason } };
    const answer = api.DELETE("/v1/admin/achievement-revocations/{user_id}/{slug}", { params });
    const { xp_returned, total_xp } = await body(answer);
    return text("revocations.restored", { amount: xp_returned, total: total_xp });
  };
  return (
    <section className="card">
      <h2>{text("admin.achievements")}</h2>
      <Action userId={userId} title={text("revocations.revoke")} act={revoke} />
      <Action userId={userId} title={text("revocations.restore")} act={restore} />
    </section>
  );
}

interface ActionProps {
  readonly userId: string;
  readonly title: string;
  /** Does it, and says what was done. */
  readonly act: (asked: NewAchievementRevocation) => Promise<string>;
}

function Action({ userId, title, act }: ActionProps) {
  const [round, setRound] = useState(0);
  const achievements = useAllPages<SavedAchievement>("/v1/admin/achievements");
  const acting = useMutation({
    mutationFn: act,
    onSuccess: () => {
      setRound(round + 1);
      refresh();
    },
  });
  return (
    <details>
      <summary>{title}</summary>
      <SchemaForm<NewAchievementRevocation>
        key={round}
        schema="NewAchievementRevocation"
        first={{ user_id: userId }}
        hidden={["user_id"]}
        custom={{
          achievement: (value, onChange) => (
            <SchemaField
              schema="NewAchievementRevocation"
              name="achievement"
              value={value as Value}
              onChange={onChange}
              proposals={achievements.data?.map(({ slug }) => slug) ?? []}
            />
          ),
        }}
        submit={title}
        pending={acting.isPending}
        error={acting.error}
        onSubmit={acting.mutateAsync}
      />
      {acting.data !== undefined && <p role="status">{acting.data}</p>}
    </details>
  );
}
