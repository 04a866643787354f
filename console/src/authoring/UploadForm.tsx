import type { UploadWithLink } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Meter } from "@/components/Meter";
import { percent, text } from "@/messages";

import { upload } from "./upload";

interface Props {
  readonly organization: string;
  readonly purpose: "content" | "import";
  readonly label: string;
  /** Which files the browser offers; the API says which it takes. */
  readonly accept: string;
  readonly onDone: (upload: UploadWithLink) => void;
}

/** Sends a file, and shows how far it is. */
export function UploadForm({ organization, purpose, label, accept, onDone }: Props) {
  const { api } = usePlatform();
  const id = useId();
  const [share, setShare] = useState<number | null>(0);
  const sending = useMutation({
    mutationFn: (file: File) => upload(api, organization, file, purpose, setShare),
    onSuccess: (done) => {
      refresh();
      if (done.state === "clean") onDone(done);
    },
  });
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={sending.isPending}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (!file) return;
          setShare(0);
          sending.mutate(file);
        }}
      />
      {sending.isPending && (
        <div role="status">
          <Meter
            label={share === null ? text("upload.inspected") : text("upload.sent", { share: percent(share) })}
            share={share ?? 1}
          />
        </div>
      )}
      {sending.error && <Reason error={sending.error} />}
      {sending.data?.state === "rejected" && (
        <p className="reason" role="alert">
          {text("upload.rejected", { name: sending.data.file_name, why: sending.data.reason ?? "" })}
        </p>
      )}
      {sending.data?.state === "clean" && <p role="status">{text("upload.done", { name: sending.data.file_name })}</p>}
    </div>
  );
}
