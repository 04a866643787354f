import type { CodeRequirements } from "@progressive-flow/client";

import { Workbench, useWriting } from "@/code/Workbench";
import { type FileMap, beginning, written } from "@/code/submission";
import { text } from "@/messages";

import { EvaluationResult } from "./EvaluationResult";
import { Grade } from "./Grade";
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
  const solution = solutionOf(document, level);
  const writing = useWriting({ ...beginning(requirements), ...solution });
  const { evaluation, waiting } = useEvaluation(place);
  return (
    <>
      <p className="row">
        {solution && (
          <button
            type="button"
            onClick={() => {
              writing.begin({ ...beginning(requirements), ...solution });
            }}
          >
            {text("try.solution")}
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            writing.begin(beginning(requirements));
          }}
        >
          {text("try.starter")}
        </button>
      </p>
      <Workbench writing={writing} requirements={requirements} />
      <Grade
        pending={evaluation.isPending}
        onGrade={() => {
          evaluation.mutate({ level, submission: { kind: "code", files: written(writing.files) } });
        }}
      />
      <EvaluationResult evaluation={evaluation} waiting={waiting} />
    </>
  );
}

/** Return the solution of a level, as the draft has it. */
function solutionOf(document: Document, level: number): FileMap | undefined {
  const { levels } = document as { readonly levels?: readonly { level: number; task?: { solution?: FileMap } }[] };
  return levels?.find((one) => one.level === level)?.task?.solution;
}
