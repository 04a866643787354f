import { type CodeRequirements, type GradedAttempt, type Task, body, finished } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Verdict } from "@/level/Verdict";
import { useKept, useStored } from "@/level/drafts";
import { type Place, draftOf } from "@/level/place";
import { text } from "@/messages";

import { Judging } from "./Judging";
import { Output } from "./Output";
import { Workbench, useWriting } from "./Workbench";
import { type FileMap, beginning, written } from "./submission";

interface Props {
  readonly place: Place;
  readonly requirements: CodeRequirements;
}

/** The files of a level: what this browser kept, or what the level begins with. */
export default function CodeLevel(props: Props) {
  const { session } = usePlatform();
  const stored = useStored<FileMap>(session.userId, draftOf(props.place));
  if (stored === undefined) return <p role="status">{text("app.loading")}</p>;
  return <Workspace {...props} first={{ ...beginning(props.requirements), ...stored?.value }} />;
}

function Workspace({ place, requirements, first }: Props & { readonly first: FileMap }) {
  const { api, session } = usePlatform();
  const writing = useWriting(first);
  const [waiting, setWaiting] = useState<Task | null>(null);
  useKept(session.userId, draftOf(place), writing.files, first);

  async function submit(files: FileMap): Promise<GradedAttempt> {
    const params = { path: { slug: place.slug, level: place.level } };
    const asked = await body(
      api.POST("/v1/challenges/{slug}/levels/{level}/attempts", { params, body: { kind: "code", files: written(files) } }),
    );
    const task = await finished(api, asked as Task, setWaiting);
    return task.result as unknown as GradedAttempt;
  }

  const attempt = useMutation({
    mutationFn: submit,
    onSuccess: refresh,
    onSettled: () => {
      setWaiting(null);
    },
  });
  return (
    <>
      {requirements.tables && (
        <details className="card">
          <summary>{text("code.tables")}</summary>
          <pre>{requirements.tables}</pre>
        </details>
      )}
      <Workbench writing={writing} requirements={requirements} />
      <div className="row actions">
        <button
          type="button"
          className="primary"
          disabled={attempt.isPending}
          onClick={() => {
            attempt.mutate(writing.files);
          }}
        >
          {text(attempt.isPending ? "level.submitting" : "level.submit")}
        </button>
        <button
          type="button"
          onClick={() => {
            writing.begin(beginning(requirements));
          }}
        >
          {text("code.reset")}
        </button>
      </div>
      {waiting && <Judging task={waiting} />}
      {attempt.error && <Reason error={attempt.error} />}
      {attempt.data && (
        <Verdict attempt={attempt.data}>
          <Output feedback={attempt.data.feedback} />
        </Verdict>
      )}
    </>
  );
}
