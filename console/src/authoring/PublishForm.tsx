import { type NewPublication, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { text } from "@/messages";

import type { Place } from "./item";

interface Props {
  readonly place: Place;
  /** A revision of the draft, or the version that is restored. */
  readonly what: Pick<NewPublication, "revision" | "restored_from">;
  readonly title: string;
  readonly onDone?: () => void;
}

/** Publishes a revision, or restores an older version: at once or at an instant. */
export function PublishForm({ place, what, title, onDone }: Props) {
  const { api } = usePlatform();
  const [changelog, setChangelog] = useState("");
  const [label, setLabel] = useState("");
  const [breaking, setBreaking] = useState("");
  const [at, setAt] = useState("");
  const publish = useMutation({
    mutationFn: () =>
      body(
        api.POST("/v1/organizations/{organization}/items/{kind}/{slug}/publications", {
          params: { path: { ...place } },
          body: {
            ...what,
            changelog,
            ...(label !== "" && { label }),
            ...(breaking !== "" && { breaking_reason: breaking }),
            ...(at !== "" && { scheduled_at: new Date(at).toISOString() }),
          },
        }),
      ),
    onSuccess: () => {
      setChangelog("");
      refresh();
      onDone?.();
    },
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate();
      }}
    >
      <h2>{title}</h2>
      <Field label={text("publish.changelog")} value={changelog} onChange={setChangelog} rows={2} required />
      <Field label={text("publish.at")} about={text("publish.at.about")} type="datetime-local" value={at} onChange={setAt} />
      <details>
        <summary>{text("publish.more")}</summary>
        <Field label={text("publish.label")} about={text("publish.label.about")} value={label} onChange={setLabel} />
        <Field
          label={text("publish.breaking")}
          about={text("publish.breaking.about")}
          value={breaking}
          onChange={setBreaking}
          rows={2}
        />
      </details>
      <button type="submit" className="primary" disabled={publish.isPending}>
        {text(at === "" ? "publish.now" : "publish.later")}
      </button>
      {publish.data && <span role="status"> {text(`publish.done.${publish.data.state === "scheduled" ? "later" : "now"}`)}</span>}
      {publish.error && <Reason error={publish.error} />}
    </form>
  );
}
