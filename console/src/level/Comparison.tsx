import type { AttemptDetail, Design } from "@progressive-flow/client";

import { useApi } from "@/api";
import { Canvas } from "@/canvas/Canvas";
import { Outline } from "@/canvas/Outline";
import { utilizationMarks } from "@/canvas/marks";
import { Loaded } from "@/components/Loaded";
import { number, text } from "@/messages";

import { ResultTable } from "./ResultTable";
import "./comparison.css";

/** One attempt, or two side by side: what was submitted, and what each test found. */
export default function Comparison({ ids }: { readonly ids: readonly string[] }) {
  return (
    <div className="sides">
      {ids.map((id) => (
        <Side key={id} id={id} />
      ))}
    </div>
  );
}

function Side({ id }: { readonly id: string }) {
  const query = useApi().useQuery("get", "/v1/attempts/{attempt_id}", { params: { path: { attempt_id: id } } });
  return (
    <section className="card">
      <Loaded query={query}>{(attempt) => <Attempt attempt={attempt} />}</Loaded>
    </section>
  );
}

const NONE: ReadonlySet<string> = new Set();
const ignore = () => undefined;

function Attempt({ attempt }: { readonly attempt: AttemptDetail }) {
  const marks = utilizationMarks(attempt.feedback.utilization);
  const submitted = attempt.design;
  return (
    <>
      <h2>
        {text("attempts.number", { number: attempt.attempt_number })}: {number(attempt.score)}
      </h2>
      <p>{attempt.feedback.summary}</p>
      {isDesign(submitted) ? (
        <>
          <Canvas design={submitted} marks={marks} chosen={NONE} onChoose={ignore} />
          <Outline design={submitted} marks={marks} chosen={NONE} onChoose={ignore} />
        </>
      ) : (
        <Sources files={submitted} />
      )}
      <ResultTable results={attempt.test_results} />
    </>
  );
}

function isDesign(submitted: object): submitted is Design {
  return "nodes" in submitted;
}

function Sources({ files }: { readonly files: object }) {
  const named = "files" in files && typeof files.files === "object" && files.files !== null ? files.files : files;
  return Object.entries(named).map(([name, source]) => (
    <details key={name}>
      <summary>{name}</summary>
      <pre>{String(source)}</pre>
    </details>
  ));
}
