import { type DraftSubmission, type DraftVerdict, type Task, body, finished } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { usePlatform } from "@/api";
import type { Place } from "./item";

/** Grades a submission by the draft: at once, or by a task whose progress is given while it runs. */
export function useEvaluation({ organization, slug }: Place) {
  const { api } = usePlatform();
  const [waiting, setWaiting] = useState<Task | null>(null);
  const evaluation = useMutation({
    mutationFn: async (asked: DraftSubmission): Promise<DraftVerdict> => {
      const answer = await body(
        api.POST("/v1/organizations/{organization}/items/challenge/{slug}/evaluations", {
          params: { path: { organization, slug } },
          body: asked,
        }),
      );
      if (!("state" in answer)) return answer;
      const task = await finished(api, answer, setWaiting);
      return task.result as unknown as DraftVerdict;
    },
    onSettled: () => {
      setWaiting(null);
    },
  });
  return { evaluation, waiting };
}
