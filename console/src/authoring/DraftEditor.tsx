import { ApiError } from "@progressive-flow/client";
import { type KeyboardEvent, useState } from "react";

import { usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { useStored } from "@/level/drafts";
import { number, text } from "@/messages";

import { Conflict } from "./Conflict";
import { PageBody } from "./PageBody";
import { SimpleForm } from "./SimpleForm";
import { type Jump, SourceEditor } from "./SourceEditor";
import { TrackTree } from "./TrackTree";
import "./authoring.css";
import { type Editing, type Kept, keptAt, useEditing } from "./editing";
import { type Draft, type Place, stepsOf } from "./item";
import { rangeOf } from "./yaml";

interface Props {
  readonly place: Place;
  readonly draft: Draft;
  /** The place that somebody came for, as a finding or a comment names it. */
  readonly at: string | undefined;
}

/** The draft of an item: a form for what is simple, beside the whole document as YAML. */
export default function DraftEditor(props: Props) {
  const { session } = usePlatform();
  const stored = useStored<Kept>(session.userId, keptAt(props.place));
  if (stored === undefined) return <p role="status">{text("app.loading")}</p>;
  return <Editor {...props} kept={stored?.value ?? null} />;
}

function Editor({ place, draft, at, kept }: Props & { readonly kept: Kept | null }) {
  const editing = useEditing(place, draft, kept);
  const { source, parsed, problems, edit, type, store, take } = editing;
  const [jump, setJump] = useState<Jump | null>(() => (at === undefined ? null : rangeOf(parsed, stepsOf(at))));
  const broken = parsed.errors.length > 0;
  function onKeyDown(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    store();
  }
  return (
    // Ctrl+S saves wherever the focus is within the editor; there is a button as well.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="wide" onKeyDown={onKeyDown}>
      {editing.resumed && editing.changed && (
        <p className="callout row">
          {text("draft.resumed")}
          <button
            type="button"
            onClick={() => {
              take(draft);
            }}
          >
            {text("draft.discard")}
          </button>
        </p>
      )}
      <SaveBar editing={editing} />
      <div className="drafting">
        <div>
          {broken && <p className="reason">{text("draft.formWaits")}</p>}
          <SimpleForm place={place} parsed={parsed} edit={edit} disabled={broken} />
          {place.kind === "track" && !broken && <TrackTree parsed={parsed} edit={edit} />}
          {place.kind === "page" && !broken && <PageBody place={place} parsed={parsed} edit={edit} />}
        </div>
        <div>
          <SourceEditor label={text("draft.source")} value={source} onChange={type} problems={problems} jump={jump} />
          <p className="quiet">{text("draft.keys")}</p>
          {problems.length > 0 && (
            <section aria-live="polite">
              <h2>{text("draft.problems", { count: problems.length })}</h2>
              <ul className="plainlist problems">
                {problems.map(({ from, message }) => (
                  <li key={`${String(from)} ${message}`}>
                    <button
                      type="button"
                      className="plain"
                      onClick={() => {
                        setJump({ from });
                      }}
                    >
                      {message}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      <SaveFailure place={place} editing={editing} />
    </div>
  );
}

function SaveBar({ editing: { base, changed, save, store } }: { readonly editing: Editing }) {
  return (
    <p className="row savebar">
      <button
        type="button"
        className="primary"
        disabled={save.isPending || !changed}
        onClick={() => {
          store();
        }}
      >
        {text(save.isPending ? "draft.saving" : "draft.save")}
      </button>
      <span role="status" className={changed ? "warn" : "quiet"}>
        {text(changed ? "draft.changed" : "draft.isSaved", { revision: number(base.revision) })}
      </span>
      {save.error && changed && <span className="bad">{text("draft.notSaved")}</span>}
    </p>
  );
}

function SaveFailure({ place, editing }: { readonly place: Place; readonly editing: Editing }) {
  const { save, base, store, take } = editing;
  if (!save.error || !editing.changed) return null;
  if (save.error instanceof ApiError && save.error.status === 412)
    return (
      <Conflict
        place={place}
        since={base.revision}
        onOverwrite={({ item, etag }) => {
          store({ etag, revision: item.revision });
        }}
        onTake={take}
      />
    );
  // What is wrong within the document stands beside the editor.
  return editing.problems.length > 0 ? null : <Reason error={save.error} />;
}
