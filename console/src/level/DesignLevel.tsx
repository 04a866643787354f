import { type Design, type GradedAttempt, type Trial, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";

import { refresh, usePlatform } from "@/api";
import { DesignEditor } from "@/canvas/DesignEditor";
import { EMPTY } from "@/canvas/design";
import { useEditor } from "@/canvas/history";
import { bandMarks, utilizationMarks } from "@/canvas/marks";
import { Reason } from "@/components/Failure";
import { text } from "@/messages";

import { ResultTable } from "./ResultTable";
import { Suggestion } from "./Suggestion";
import { Verdict } from "./Verdict";
import { useKept, useStored } from "./drafts";
import { type Place, draftOf } from "./place";
import { useSavedDesign, useSaving } from "./saving";

interface Props {
  readonly place: Place;
  readonly allowedTypes: readonly string[];
  /** What a suggested change takes off the first pass now. */
  readonly suggestionPrice: number;
  /** Sends the design to be graded. */
  readonly submit: (design: Design) => Promise<GradedAttempt>;
  /** Whether the level may be tried before it is submitted. */
  readonly triable: boolean;
}

/** The design of a level: what this browser kept or, where that is older, what the API has. */
export default function DesignLevel(props: Props) {
  const { session } = usePlatform();
  const stored = useStored<Design>(session.userId, draftOf(props.place));
  const saved = useSavedDesign(props.place);
  if (stored === undefined || saved === undefined) return <p role="status">{text("app.loading")}</p>;
  const newer = stored && stored.changed >= (saved?.savedAt ?? 0) ? stored.value : saved?.design;
  return <Workspace {...props} first={newer ?? EMPTY} />;
}

function Workspace({ place, allowedTypes, suggestionPrice, submit, triable, first }: Props & { readonly first: Design }) {
  const { api, session } = usePlatform();
  const editor = useEditor(first);
  const { design } = editor;
  useKept(session.userId, draftOf(place), design, first);
  const saving = useSaving(place, design, first);
  const trial = useMutation({
    mutationFn: (drawn: Design) =>
      body(
        api.POST("/v1/challenges/{slug}/levels/{level}/trials", {
          params: { path: { slug: place.slug, level: place.level } },
          body: { kind: "system_design", design: drawn },
        }),
      ),
  });
  const attempt = useMutation({ mutationFn: submit, onSuccess: refresh });
  const latest = attempt.submittedAt > trial.submittedAt ? attempt : trial;
  const marks = useMemo(() => {
    if (latest === attempt) return attempt.data && utilizationMarks(attempt.data.feedback.utilization);
    return trial.data && bandMarks(trial.data.nodes);
  }, [latest, attempt, trial.data]);
  const busy = trial.isPending || attempt.isPending;
  return (
    <>
      <DesignEditor editor={editor} allowedTypes={allowedTypes} marks={marks} name={draftOf(place).replace("/", "-level-")} />
      <div className="row actions">
        {triable && (
          <button
            type="button"
            disabled={busy || design.nodes.length === 0}
            onClick={() => {
              trial.mutate(design);
            }}
          >
            {text(trial.isPending ? "level.trying" : "level.try")}
          </button>
        )}
        <button
          type="button"
          className="primary"
          disabled={busy || design.nodes.length === 0}
          onClick={() => {
            attempt.mutate(design);
          }}
        >
          {text(attempt.isPending ? "level.submitting" : "level.submit")}
        </button>
        <span className="quiet" role="status">
          {saving}
        </span>
      </div>
      {latest.error && <Reason error={latest.error} />}
      {latest === trial && trial.data && <TrialVerdict trial={trial.data} />}
      {latest === attempt && attempt.data && (
        <Verdict attempt={attempt.data}>
          {!attempt.data.passed && (
            <Suggestion
              key={attempt.data.id}
              attemptId={attempt.data.id}
              price={suggestionPrice}
              onApply={(changed) => {
                editor.apply(() => changed);
              }}
            />
          )}
        </Verdict>
      )}
    </>
  );
}

function TrialVerdict({ trial }: { readonly trial: Trial }) {
  return (
    <section className="card" aria-live="polite">
      <h2 className={trial.passed ? "good" : "bad"}>{text(trial.passed ? "trial.passed" : "trial.failed")}</h2>
      <p>
        {text("trial.about")} {trial.tests_left_out > 0 && text("trial.leftOut", { count: trial.tests_left_out })}
      </p>
      {trial.tries_left !== null && <p className="badge">{text("level.triesLeft", { count: trial.tries_left })}</p>}
      <ResultTable results={trial.test_results} />
    </section>
  );
}
