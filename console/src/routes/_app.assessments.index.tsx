import type { AssessmentRow } from "@progressive-flow/client";
import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { useApi, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { Select } from "@/components/Select";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, number, text } from "@/messages";

export const Route = createFileRoute("/_app/assessments/")({ component: Assessments });

type Kind = AssessmentRow["type"];
const KINDS: readonly Kind[] = ["initial", "track_placement", "periodic"];

/** Assessments to begin, and those that were taken. */
function Assessments() {
  const query = usePages<AssessmentRow>("/v1/me/assessments");
  return (
    <>
      <Title name={text("nav.assessments")} />
      <div className="grid">
        {KINDS.map((kind) => (
          <Begin key={kind} kind={kind} />
        ))}
      </div>
      <h2>{text("assessments.taken")}</h2>
      <Loaded query={query}>{(rows) => <Taken rows={rows} />}</Loaded>
      <MorePages query={query} />
    </>
  );
}

function Begin({ kind }: { readonly kind: Kind }) {
  const { api } = usePlatform();
  const navigate = useNavigate();
  const [track, setTrack] = useState("");
  const begin = useMutation({
    mutationFn: () => body(api.POST("/v1/assessments", { body: { type: kind, ...(kind === "track_placement" && { track }) } })),
    onSuccess: ({ id }) => navigate({ to: "/assessments/$id", params: { id } }),
  });
  return (
    <section className="card">
      <h2>{text(`assessments.${kind}`)}</h2>
      <p className="quiet">{text(`assessments.${kind}.about`)}</p>
      {kind === "track_placement" && <TrackChoice value={track} onChange={setTrack} />}
      <button
        type="button"
        disabled={begin.isPending || (kind === "track_placement" && track === "")}
        onClick={() => {
          begin.mutate();
        }}
      >
        {text("assessments.begin")}
        <span className="unseen"> {text(`assessments.${kind}`)}</span>
      </button>
      {begin.error && <Reason error={begin.error} />}
    </section>
  );
}

function TrackChoice({ value, onChange }: { readonly value: string; readonly onChange: (track: string) => void }) {
  const tracks = useApi().useQuery("get", "/v1/tracks");
  return (
    <p>
      <Select
        label={text("challenges.track")}
        value={value}
        onChange={(track) => {
          onChange(track ?? "");
        }}
        all={text("assessments.chooseTrack")}
        choices={tracks.data?.items.map(({ slug, title }) => [slug, title]) ?? []}
      />
    </p>
  );
}

function Taken({ rows }: { readonly rows: readonly AssessmentRow[] }) {
  if (rows.length === 0) return <p>{text("list.none")}</p>;
  return (
    <ul className="plainlist">
      {rows.map(({ id, type, status, created_at, score }) => (
        <li key={id}>
          <Link to="/assessments/$id" params={{ id }}>
            {text(`assessments.${type}`)}
          </Link>{" "}
          <span className="quiet">
            {moment(created_at)}, {text(`assessments.status.${status}`)}
            {score !== null && `, ${number(score)} %`}
          </span>
        </li>
      ))}
    </ul>
  );
}
