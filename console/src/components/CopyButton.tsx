import { useState } from "react";

import { text } from "@/messages";

interface Props {
  readonly value: string;
  readonly label?: string;
  /** What is copied, for who hears the button without its row. */
  readonly of?: string;
}

/** Copies a text, and says so. */
export function CopyButton({ value, label = text("copy.copy"), of }: Props) {
  const [said, setSaid] = useState("");
  return (
    <>
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(value).then(
            () => {
              setSaid(text("copy.done"));
            },
            () => {
              setSaid(text("copy.refused", { value }));
            },
          );
        }}
      >
        {label}
        {of !== undefined && <span className="unseen"> {of}</span>}
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </>
  );
}
