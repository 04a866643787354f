import { type Case, type CaseDecision, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Dialog } from "@/components/Dialog";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Choice } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { number, text } from "@/messages";

interface Props {
  readonly organization: string;
  readonly id: string;
  readonly onClose: () => void;
}

const CASE = "/v1/organizations/{organization}/moderation-cases/{case_id}";

/** A case with what reporters wrote, the file that it is about, and the decision. */
export function CaseDialog({ organization, id, onClose }: Props) {
  const { hooks } = usePlatform();
  const path = { organization, case_id: id };
  const query = hooks.useQuery("get", CASE, { params: { path } });
  return (
    <Dialog title={text("organization.moderation")} onClose={onClose}>
      <Loaded query={query}>
        {(found) => (
          <>
            <Facts found={found} />
            <File path={path} />
            {found.state === "decided" ? (
              found.decision && (
                <p className="callout">
                  {text("cases.decided", { decision: text(`cases.decision.${found.decision}`) })} {found.reason}
                </p>
              )
            ) : (
              <Decide path={path} onDone={onClose} />
            )}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

const REASONS = ["copyright", "harmful", "incorrect", "offensive", "personal_data", "spam", "other"] as const;

function Facts({ found }: { readonly found: Case }) {
  return (
    <>
      <p>
        <strong>{found.snapshot?.file_name}</strong>{" "}
        {found.author !== null && <span className="quiet">{text("cases.author", { name: found.author })}</span>}
      </p>
      <p>
        {REASONS.filter((reason) => reason in found.reasons).map((reason) => (
          <span key={reason} className="badge warn">
            {text(`cases.reason.${reason}`)} {number(found.reasons[reason] ?? 0)}
          </span>
        ))}
      </p>
      {found.snapshot && found.snapshot.shown_in.length > 0 && (
        <p className="quiet">
          {text("cases.shownIn")} {found.snapshot.shown_in.map(({ title }) => title).join(", ")}
        </p>
      )}
      {found.notes.length > 0 && (
        <>
          <h3>{text("cases.notes")}</h3>
          <ul>
            {found.notes.map((note) => (
              <li key={note} className="pre">
                {note}
              </li>
            ))}
          </ul>
        </>
      )}
      {found.appeal !== null && (
        <>
          <h3>{text("cases.appeal")}</h3>
          <p className="pre">{found.appeal}</p>
        </>
      )}
    </>
  );
}

interface CasePath {
  readonly organization: string;
  readonly case_id: string;
}

/** The file is shown by its link when somebody asks: it may be what nobody wants to see. */
function File({ path }: { readonly path: CasePath }) {
  const { api } = usePlatform();
  const look = useMutation({ mutationFn: () => body(api.GET(`${CASE}/file`, { params: { path } })) });
  return (
    <p>
      {look.data ? (
        <a href={look.data.url}>{text("cases.fileLink", { name: look.data.file_name })}</a>
      ) : (
        <button
          type="button"
          disabled={look.isPending}
          onClick={() => {
            look.mutate();
          }}
        >
          {text("cases.look")}
        </button>
      )}
      {look.error && <Reason error={look.error} />}
    </p>
  );
}

const DECISIONS: readonly CaseDecision["decision"][] = ["none", "warn", "delete"];

function Decide({ path, onDone }: { readonly path: CasePath; readonly onDone: () => void }) {
  const { api } = usePlatform();
  const [decision, setDecision] = useState<CaseDecision["decision"]>("none");
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: () => body(api.PATCH(CASE, { params: { path }, body: { decision, reason } })),
    onSuccess: () => {
      refresh();
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        decide.mutate();
      }}
    >
      <Choice
        label={text("cases.decision")}
        value={decision}
        onChange={setDecision}
        choices={DECISIONS.map((one) => [one, text(`cases.decision.${one}`)])}
      />
      <Field label={text("cases.why")} value={reason} onChange={setReason} rows={3} required />
      <button type="submit" className="primary" disabled={decide.isPending}>
        {text("cases.decide")}
      </button>
      {decide.error && <Reason error={decide.error} />}
    </form>
  );
}
