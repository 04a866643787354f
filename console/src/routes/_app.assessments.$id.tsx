import type { AskedQuestion, Assessment } from "@progressive-flow/client";
import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { refresh, useApi, usePlatform } from "@/api";
import { AssessmentReview } from "@/components/AssessmentReview";
import { Countdown } from "@/components/Countdown";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/assessments/$id")({ component: AssessmentPage });

/** An assessment: one question a screen while it is open, then its result with explanations. */
function AssessmentPage() {
  const { id } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/assessments/{assessment_id}", { params: { path: { assessment_id: id } } });
  return (
    <Loaded query={query}>
      {(assessment) => (
        <>
          <Title name={text(`assessments.${assessment.type}`)} />
          {assessment.status === "open" && <Questions assessment={assessment} />}
          {assessment.result && <AssessmentReview result={assessment.result} />}
          {assessment.status !== "open" && !assessment.result && <p>{text(`assessments.status.${assessment.status}`)}</p>}
        </>
      )}
    </Loaded>
  );
}

type Chosen = Readonly<Record<string, number>>;

function Questions({ assessment }: { readonly assessment: Assessment }) {
  const { api } = usePlatform();
  const { questions } = assessment;
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<Chosen>({});
  const answer = useMutation({
    mutationFn: () =>
      body(
        api.POST("/v1/assessments/{assessment_id}/responses", {
          params: { path: { assessment_id: assessment.id } },
          body: { responses: questions.map(({ id }) => ({ question_id: id, option: chosen[id] ?? null })) },
        }),
      ),
    onSuccess: refresh,
  });
  const question = questions[at];
  const last = at === questions.length - 1;
  if (!question) return null;
  return (
    <section className="card">
      <Countdown until={assessment.expires_at} />
      <Meter
        label={text("assessments.progress", { number: at + 1, count: questions.length })}
        share={(at + 1) / questions.length}
      />
      <Question
        question={question}
        chosen={chosen[question.id]}
        onChoose={(option) => {
          setChosen({ ...chosen, [question.id]: option });
        }}
      />
      <div className="row">
        <button
          type="button"
          disabled={at === 0}
          onClick={() => {
            setAt(at - 1);
          }}
        >
          {text("assessments.back")}
        </button>
        <button
          type="button"
          className={last ? "" : "primary"}
          disabled={last}
          onClick={() => {
            setAt(at + 1);
          }}
        >
          {text("assessments.forward")}
        </button>
        <button
          type="button"
          className={last ? "primary" : ""}
          disabled={answer.isPending}
          onClick={() => {
            answer.mutate();
          }}
        >
          {text("assessments.finish", { done: Object.keys(chosen).length, count: questions.length })}
        </button>
      </div>
      {answer.error && <Reason error={answer.error} />}
    </section>
  );
}

interface QuestionProps {
  readonly question: AskedQuestion;
  readonly chosen: number | undefined;
  readonly onChoose: (option: number) => void;
}

function Question({ question, chosen, onChoose }: QuestionProps) {
  return (
    <fieldset>
      <legend>{question.prompt}</legend>
      {question.options.map((option, index) => (
        <div key={option}>
          <label className="inline">
            <input
              type="radio"
              name={question.id}
              checked={chosen === index}
              onChange={() => {
                onChoose(index);
              }}
            />
            {option}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
