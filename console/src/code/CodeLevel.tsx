import { type CodeRequirements, type GradedAttempt, type Task, body, pause } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Meter } from "@/components/Meter";
import { Verdict } from "@/level/Verdict";
import { useKept, useStored } from "@/level/drafts";
import { type Place, draftOf } from "@/level/place";
import { text } from "@/messages";

import { type FileMap, Files } from "./Files";
import { Preview } from "./Preview";

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

/** Every file that a submission may have, with what the level begins with. */
function beginning({ files, starter }: CodeRequirements): FileMap {
  return Object.fromEntries(files.map((name) => [name, starter[name] ?? ""]));
}

const POLL_MS = 500;

function Workspace({ place, requirements, first }: Props & { readonly first: FileMap }) {
  const { api, config, session } = usePlatform();
  const [files, setFiles] = useState(first);
  const [version, setVersion] = useState(0);
  const [waiting, setWaiting] = useState<Task | null>(null);
  useKept(session.userId, draftOf(place), files, first);

  async function submit(submitted: FileMap): Promise<GradedAttempt> {
    const params = { path: { slug: place.slug, level: place.level } };
    const asked = await body(
      api.POST("/v1/challenges/{slug}/levels/{level}/attempts", { params, body: { kind: "code", files: written(submitted) } }),
    );
    let task = asked as Task;
    while (task.state === "queued" || task.state === "running") {
      setWaiting(task);
      await pause(POLL_MS);
      task = await body(api.GET("/v1/tasks/{task_id}", { params: { path: { task_id: task.id } } }));
    }
    if (task.state !== "done") throw new Error(task.problem?.detail ?? text("code.noVerdict"));
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
      <div className="workbench">
        <Files
          files={files}
          version={version}
          onChange={(name, source) => {
            setFiles((before) => ({ ...before, [name]: source }));
          }}
        />
        {requirements.runtime === "web" && config.preview_origin && <Preview origin={config.preview_origin} files={files} />}
      </div>
      <div className="row actions">
        <button
          type="button"
          className="primary"
          disabled={attempt.isPending}
          onClick={() => {
            attempt.mutate(files);
          }}
        >
          {text(attempt.isPending ? "level.submitting" : "level.submit")}
        </button>
        <button
          type="button"
          onClick={() => {
            setFiles(beginning(requirements));
            setVersion(version + 1);
          }}
        >
          {text("code.reset")}
        </button>
      </div>
      {waiting && (
        <div role="status">
          <Meter label={text(waiting.state === "queued" ? "code.queued" : "code.judged")} share={waiting.progress} />
        </div>
      )}
      {attempt.error && <Reason error={attempt.error} />}
      {attempt.data && (
        <Verdict attempt={attempt.data}>
          <Output attempt={attempt.data} />
        </Verdict>
      )}
    </>
  );
}

function Output({ attempt: { feedback } }: { readonly attempt: GradedAttempt }) {
  return (
    <>
      {feedback.errors.map(({ name, message, where }) => (
        <p key={`${name} ${where}`} className="reason">
          <strong>{name}</strong>: {message} {where && <span className="quiet">{where}</span>}
        </p>
      ))}
      {feedback.console && (
        <details>
          <summary>{text("code.printed")}</summary>
          <pre>{feedback.console}</pre>
        </details>
      )}
    </>
  );
}

/** Files that are empty are not submitted: a level that needs one says so. */
function written(files: FileMap): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([, source]) => source.trim() !== ""));
}
