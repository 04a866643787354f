import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { usePlatform } from "@/api";
import { text } from "@/messages";

import { Dialog } from "./Dialog";
import { Reason } from "./Failure";
import { Field } from "./Field";

/** Everything that is held of a person as a file, and the erasure of it, which needs the username to be typed. */
export function Leaving({ username }: { readonly username: string }) {
  const { api, session } = usePlatform();
  const [asking, setAsking] = useState(false);
  const bundle = useMutation({ mutationFn: () => body(api.POST("/v1/me/exports")) });
  const erase = useMutation({
    mutationFn: (confirm: string) => api.DELETE("/v1/me", { params: { query: { confirm } } }),
    onSuccess: session.signOut,
  });
  return (
    <section className="card">
      <h2>{text("profile.data")}</h2>
      <p className="row">
        <button
          type="button"
          disabled={bundle.isPending}
          onClick={() => {
            bundle.mutate();
          }}
        >
          {text("profile.export")}
        </button>
        {bundle.data && <a href={bundle.data.url}>{text("profile.download")}</a>}
        <button
          type="button"
          className="danger"
          onClick={() => {
            setAsking(true);
          }}
        >
          {text("profile.erase")}
        </button>
      </p>
      {bundle.error && <Reason error={bundle.error} />}
      {asking && (
        <Dialog
          title={text("profile.erase")}
          onClose={() => {
            setAsking(false);
          }}
        >
          <Confirmation username={username} pending={erase.isPending} onConfirm={erase.mutate} />
          {erase.error && <Reason error={erase.error} />}
        </Dialog>
      )}
    </section>
  );
}

interface ConfirmationProps {
  readonly username: string;
  readonly pending: boolean;
  readonly onConfirm: (username: string) => void;
}

function Confirmation({ username, pending, onConfirm }: ConfirmationProps) {
  const [typed, setTyped] = useState("");
  return (
    <form
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm(typed);
      }}
    >
      <p>{text("profile.erase.about")}</p>
      <Field label={text("profile.erase.confirm", { username })} value={typed} onChange={setTyped} />
      <button type="submit" className="danger" disabled={pending || typed !== username}>
        {text("profile.erase")}
      </button>
    </form>
  );
}
