import type { Task } from "@progressive-flow/client";

import { Meter } from "@/components/Meter";
import { text } from "@/messages";

/** Where a submission is while it is not judged yet. */
export function Judging({ task: { state, progress } }: { readonly task: Task }) {
  return (
    <div role="status">
      <Meter label={text(state === "queued" ? "code.queued" : "code.judged")} share={progress} />
    </div>
  );
}
