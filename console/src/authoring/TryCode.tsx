import type { CodeRequirements } from "@progressive-flow/client";
import { useState } from "react";

import { usePlatform } from "@/api";
import { type FileMap, Files } from "@/code/Files";
import { Preview } from "@/code/Preview";
import { text } from "@/messages";

import { EvaluationResult } from "./EvaluationResult";
import { useEvaluation } from "./evaluation";
import type { Document, Place } from "./item";

interface Props {
  readonly place: Place;
  readonly level: number;
  readonly requirements: CodeRequirements;
  readonly document: Document;
}

/** Files against a level of the draft: its solution, what it begins with, or what is written here. */
export default function TryCode({ place, level, requirements, document }: Props) {
  const { config } = usePlatform();
  const solution = solutionOf(document, level);
  const [files, setFiles] = useState<FileMap>({ ...requirements.starter, ...solution });
  const [version, setVersion] = useState(0);
  const { evaluation, waiting } = useEvaluation(place);
  function begin(from: FileMap) {
    setFiles({ ...requirements.starter, ...from });
    setVersion(version + 1);
  }
  return (
    <>
      <p className="row">
        {solution && (
          <button
            type="button"
            onClick={() => {
              begin(solution);
            }}
          >
            {text("try.solution")}
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            begin({});
          }}
        >
          {text("try.starter")}
        </button>
      </p>
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
          disabled={evaluation.isPending}
          onClick={() => {
            evaluation.mutate({ level, submission: { kind: "code", files } });
          }}
        >
          {text(evaluation.isPending ? "level.submitting" : "try.grade")}
        </button>
      </div>
      <EvaluationResult evaluation={evaluation} waiting={waiting} />
    </>
  );
}

/** Return the solution of a level, as the draft has it. */
function solutionOf(document: Document, level: number): FileMap | undefined {
  const { levels } = document as { readonly levels?: readonly { level: number; task?: { solution?: FileMap } }[] };
  return levels?.find((one) => one.level === level)?.task?.solution;
}
