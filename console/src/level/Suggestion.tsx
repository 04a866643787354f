import { type Design, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { queryClient, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { number, text } from "@/messages";

interface Props {
  readonly attemptId: string;
  readonly price: number;
  /** Puts the changed design in the design's place, which can be undone. */
  readonly onApply: (design: Design) => void;
}

/** The one change that would help a failed attempt most, for the price that stands on the button. */
export function Suggestion({ attemptId, price, onApply }: Props) {
  const { api } = usePlatform();
  const buy = useMutation({
    mutationFn: () => body(api.POST("/v1/attempts/{attempt_id}/suggestions", { params: { path: { attempt_id: attemptId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["get", "/v1/challenges/{slug}/levels/{level}"] }),
  });
  const change = buy.data?.suggested_change;
  if (change) {
    return (
      <div className="callout" role="status">
        <strong>{text("suggestion.title")}</strong> {change.change}
        {change.cost_per_month !== null && ` ${text("suggestion.cost", { amount: number(Math.round(change.cost_per_month)) })}`}
        {change.design && <Apply design={change.design} onApply={onApply} />}
      </div>
    );
  }
  return (
    <p>
      <button
        type="button"
        disabled={buy.isPending || buy.isSuccess}
        onClick={() => {
          buy.mutate();
        }}
      >
        {price > 0 ? text("suggestion.buy", { price }) : text("suggestion.free")}
      </button>
      {buy.isSuccess && <span className="quiet"> {text("suggestion.none")}</span>}
      {buy.error && <Reason error={buy.error} />}
    </p>
  );
}

function Apply({ design, onApply }: { readonly design: Design; readonly onApply: Props["onApply"] }) {
  const [applied, setApplied] = useState(false);
  if (applied) return <p>{text("suggestion.applied")}</p>;
  return (
    <p>
      <button
        type="button"
        onClick={() => {
          onApply(design);
          setApplied(true);
        }}
      >
        {text("suggestion.apply")}
      </button>
    </p>
  );
}
