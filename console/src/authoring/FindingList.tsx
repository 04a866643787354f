import type { Report } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { text } from "@/messages";

import { type Place, readDraft, saveDraft } from "./item";
import { type Survivor, listed, survivorOf } from "./survivors";

type Finding = Report["warnings"][number];

interface Props {
  readonly place: Place;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** What a check found, each with the way to its place in the draft. */
export function FindingList({ place, title, findings }: Props) {
  if (findings.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {findings.map((finding) => (
          <One key={`${finding.place} ${finding.message}`} place={place} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function One({ place, finding }: { readonly place: Place; readonly finding: Finding }) {
  const survivor = survivorOf(finding);
  const to = { to: "/organizations/$organization/items/$kind/$slug", params: place, search: { at: finding.place } } as const;
  return (
    <li>
      {finding.place !== "" && (
        <Link {...to}>
          <code>{finding.place}</code>
        </Link>
      )}{" "}
      {finding.message}
      {survivor && (
        <div className="row">
          <Link {...to} className="button">
            {text("survivor.write")}
          </Link>
          <Equivalent place={place} survivor={survivor} />
        </div>
      )}
    </li>
  );
}

function Equivalent({ place, survivor }: { readonly place: Place; readonly survivor: Survivor }) {
  const { api } = usePlatform();
  const [why, setWhy] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      const { item, etag } = await readDraft(api, place);
      return saveDraft(api, place, listed(item.document, survivor, why), etag);
    },
    onSuccess: refresh,
  });
  return (
    <details>
      <summary>{text("survivor.equivalent")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={text("survivor.why")} value={why} onChange={setWhy} required />
        <button type="submit" disabled={save.isPending}>
          {text("survivor.save")}
        </button>
        {save.error && <Reason error={save.error} />}
      </form>
    </details>
  );
}
