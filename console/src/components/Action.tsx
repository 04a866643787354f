import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh } from "@/api";
import { text } from "@/messages";

import { Dialog } from "./Dialog";
import { Reason } from "./Failure";

interface Props {
  readonly label: string;
  readonly run: () => Promise<unknown>;
  /** What follows from it, for what cannot be undone: it is asked before. */
  readonly confirm?: string;
  /** What it is done to, for who hears the button without its row. */
  readonly of?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly onDone?: () => void;
}

/** A button that changes something at the API, asks first where that is final, and says why it was refused. */
export function Action({ label, run, confirm, of, className, disabled = false, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: run,
    onSuccess: () => {
      setAsking(false);
      refresh();
      onDone?.();
    },
  });
  const begin = () => {
    act.mutate();
  };
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={disabled || act.isPending}
        onClick={
          confirm === undefined
            ? begin
            : () => {
                setAsking(true);
              }
        }
      >
        {label}
        {of !== undefined && <span className="unseen"> {of}</span>}
      </button>
      {act.error && !asking && <Reason error={act.error} />}
      {asking && (
        <Dialog
          title={label}
          onClose={() => {
            setAsking(false);
          }}
        >
          {of !== undefined && (
            <p>
              <strong>{of}</strong>
            </p>
          )}
          <p>{confirm}</p>
          <button type="button" className={className} disabled={act.isPending} onClick={begin}>
            {label}
          </button>
          {act.error && <Reason error={act.error} />}
          <span className="unseen" role="status">
            {act.isPending && text("app.loading")}
          </span>
        </Dialog>
      )}
    </>
  );
}
