import { type Comment, type Review, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { text } from "@/messages";

import type { Document, Place } from "./item";
import { pointersOf } from "./pointers";

interface Props {
  readonly place: Place;
  readonly revision: number;
  readonly document: Document;
}

const VERDICTS: readonly Review["verdict"][] = ["approved", "changes_requested"];

/** One's own review of the last revision: approve it, or ask for changes at places of the document. */
export function ReviewForm({ place, revision, document }: Props) {
  const { api } = usePlatform();
  // Nobody approves what they did not read: a later revision is reviewed when they say so, and what was typed stays.
  const [reviewed, setReviewed] = useState(revision);
  const [verdict, setVerdict] = useState<Review["verdict"]>("approved");
  const [comments, setComments] = useState<readonly Comment[]>([]);
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PUT("/v1/organizations/{organization}/items/{kind}/{slug}/revisions/{revision}/review", {
          params: { path: { ...place, revision: reviewed } },
          body: { verdict, comments: comments.filter(({ text: words }) => words.trim() !== "") },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{text("review.title", { revision: reviewed })}</h2>
      {revision !== reviewed && (
        <p className="notice row">
          {text("review.later", { revision })}
          <button
            type="button"
            onClick={() => {
              setReviewed(revision);
            }}
          >
            {text("review.takeLater")}
          </button>
        </p>
      )}
      <fieldset>
        <legend>{text("review.verdict")}</legend>
        {VERDICTS.map((one) => (
          <div key={one}>
            <label className="inline">
              <input
                type="radio"
                name="verdict"
                checked={verdict === one}
                onChange={() => {
                  setVerdict(one);
                }}
              />
              {text(`review.${one}`)}
            </label>
          </div>
        ))}
      </fieldset>
      <Comments document={document} comments={comments} onChange={setComments} />
      <button type="submit" className="primary" disabled={save.isPending}>
        {text("review.submit")}
      </button>
      {save.isSuccess && <span role="status"> {text("form.saved")}</span>}
      {save.error && <Reason error={save.error} />}
    </form>
  );
}

interface CommentsProps {
  readonly document: Document;
  readonly comments: readonly Comment[];
  readonly onChange: (comments: readonly Comment[]) => void;
}

function Comments({ document, comments, onChange }: CommentsProps) {
  const id = useId();
  function change(at: number, changed: Partial<Comment>) {
    onChange(comments.map((one, place) => (place === at ? { ...one, ...changed } : one)));
  }
  return (
    <>
      {comments.map((comment, at) => (
        // Comments have no names of their own: their places in the list tell them apart.
        <fieldset key={at}>
          <legend>{text("review.comment", { number: at + 1 })}</legend>
          <div className="field">
            <label htmlFor={`${id}${String(at)}`}>{text("review.place")}</label>
            <select
              id={`${id}${String(at)}`}
              value={comment.pointer}
              onChange={({ target }) => {
                change(at, { pointer: target.value });
              }}
            >
              <option value="">{text("reviews.whole")}</option>
              {pointersOf(document).map((pointer) => (
                <option key={pointer}>{pointer}</option>
              ))}
            </select>
          </div>
          <Field
            label={text("review.text")}
            value={comment.text}
            rows={3}
            onChange={(words) => {
              change(at, { text: words });
            }}
          />
          <button
            type="button"
            onClick={() => {
              onChange(comments.filter((_, place) => place !== at));
            }}
          >
            {text("review.removeComment")}
          </button>
        </fieldset>
      ))}
      <p>
        <button
          type="button"
          onClick={() => {
            onChange([...comments, { pointer: "", text: "" }]);
          }}
        >
          {text("review.addComment")}
        </button>
      </p>
    </>
  );
}
