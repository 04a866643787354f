import type { Design } from "@progressive-flow/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { DesignEditor } from "@/canvas/DesignEditor";
import { EMPTY } from "@/canvas/design";
import { useEditor } from "@/canvas/history";
import { arrange, needsPlaces } from "@/canvas/layout";
import { utilizationMarks } from "@/canvas/marks";
import { Loaded } from "@/components/Loaded";
import { text } from "@/messages";

import { EvaluationResult } from "./EvaluationResult";
import { Grade } from "./Grade";
import { useEvaluation } from "./evaluation";
import type { Document, Place } from "./item";

interface Props {
  readonly place: Place;
  readonly level: number;
  readonly allowedTypes: readonly string[];
  readonly document: Document;
}

/** A design against a level of the draft: the reference, a weaker design, or one that is drawn here. */
export default function TryDesign(props: Props) {
  const designs = useMemo(() => designsOf(props.document), [props.document]);
  const [chosen, setChosen] = useState(designs[0]?.name ?? "");
  const first = designs.find(({ name }) => name === chosen)?.design ?? EMPTY;
  // Authors write designs without places: they are arranged before the canvas shows them, so that it shows them whole.
  const arranged = useQuery({
    queryKey: ["arranged", first],
    queryFn: () => (needsPlaces(first) ? arrange(first) : Promise.resolve(first)),
  });
  return (
    <>
      <p className="row">
        <label htmlFor="try-design">{text("try.design")}</label>
        <select
          id="try-design"
          value={chosen}
          onChange={({ target }) => {
            setChosen(target.value);
          }}
        >
          {designs.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
          <option value="">{text("try.emptyDesign")}</option>
        </select>
      </p>
      <Loaded query={arranged}>{(design) => <Design key={chosen} {...props} first={design} />}</Loaded>
    </>
  );
}

function Design({ place, level, allowedTypes, first }: Props & { readonly first: Design }) {
  const editor = useEditor(first);
  const { design } = editor;
  const { evaluation, waiting } = useEvaluation(place);
  const marks = useMemo(() => evaluation.data && utilizationMarks(evaluation.data.feedback.utilization), [evaluation.data]);
  return (
    <>
      <DesignEditor editor={editor} allowedTypes={allowedTypes} marks={marks} name={place.slug} />
      <Grade
        pending={evaluation.isPending}
        onGrade={() => {
          evaluation.mutate({ level, submission: { kind: "system_design", design } });
        }}
      />
      <EvaluationResult evaluation={evaluation} waiting={waiting} />
    </>
  );
}

interface Named {
  readonly name: string;
  readonly design: Design;
}

/** Return the designs that a document has: its reference first. */
function designsOf(document: Document): Named[] {
  const { reference_design, weaker_designs } = document as {
    readonly reference_design?: Design | null;
    readonly weaker_designs?: readonly Named[];
  };
  const reference = reference_design ? [{ name: text("try.reference"), design: reference_design }] : [];
  return [...reference, ...(weaker_designs ?? [])];
}
