import { type SyntheticEvent, useState } from "react";

import { Field } from "@/components/Field";
import { text } from "@/messages";

export const FILTERS = ["subject_type", "subject_id", "actor_id", "action", "since", "until"] as const;

/** What the audit log is narrowed to; `since` and `until` are instants. */
export type Filter = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>;

interface Props {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** The filters of the audit log. They apply when they are submitted: a half-typed one would be refused. */
export function AuditFilters({ filter, onChange }: Props) {
  const [draft, setDraft] = useState({
    ...filter,
    since: localTime(filter.since),
    until: localTime(filter.until),
  });
  function onSubmit(event: SyntheticEvent) {
    event.preventDefault();
    const asked = { ...draft, since: instant(draft.since), until: instant(draft.until) };
    onChange(Object.fromEntries(Object.entries(asked).filter(([, value]) => value)));
  }
  return (
    <form className="card" role="search" onSubmit={onSubmit}>
      <div className="filters">
        {FILTERS.map((name) => (
          <Field
            key={name}
            label={text(`audit.${name}`)}
            type={name === "since" || name === "until" ? "datetime-local" : "text"}
            value={draft[name] ?? ""}
            onChange={(value) => {
              setDraft({ ...draft, [name]: value });
            }}
          />
        ))}
      </div>
      <div className="row">
        <button type="submit" className="primary">
          {text("list.search")}
        </button>
        <button
          type="button"
          onClick={() => {
            onChange({});
          }}
        >
          {text("audit.all")}
        </button>
      </div>
    </form>
  );
}

const MINUTE_MS = 60_000;

/** Return an instant as the browser's field of date and time has it, in the browser's zone. */
function localTime(moment: string | undefined): string {
  const date = new Date(moment ?? NaN);
  if (Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

function instant(local: string): string {
  return local === "" ? "" : new Date(local).toISOString();
}
