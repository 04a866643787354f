import { type ReactNode, type SyntheticEvent, useRef, useState } from "react";

import { Reason } from "@/components/Failure";
import { type Schema, fieldsOf } from "@/components/limits";
import { text } from "@/messages";

import { SchemaField, type Value } from "./SchemaField";

/** What a field that the document cannot describe alone looks like: it takes the value and says what it becomes. */
export type Custom = (value: unknown, onChange: (value: unknown) => void) => ReactNode;

interface Props<T> {
  readonly schema: Schema;
  /** What the fields hold at first; a body's fields may be missing. */
  readonly first: Partial<T>;
  /** Fields that are not shown: they stay what `first` says. */
  readonly hidden?: readonly (keyof T & string)[];
  readonly custom?: Partial<Record<keyof T & string, Custom>>;
  readonly submit: string;
  readonly pending: boolean;
  readonly error: unknown;
  /** Sends the body; what was typed stays, whatever becomes of it. */
  readonly onSubmit: (body: T) => Promise<unknown>;
  /** What stands beside the button. */
  readonly children?: ReactNode;
}

/** A form of a body, field by field as the API's document describes it. */
export function SchemaForm<T extends object>(props: Props<T>) {
  const { schema, first, hidden = [], custom = {}, submit, pending, error, children } = props;
  const [draft, setDraft] = useState(first as Readonly<Record<string, unknown>>);
  // The second click of a double click comes before the button is disabled.
  const sending = useRef(false);
  const names = Object.keys(fieldsOf(schema)).filter((name) => !(hidden as readonly string[]).includes(name));
  function onSubmit(event: SyntheticEvent) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    // What was refused is shown as `error`.
    void props
      .onSubmit(draft as T)
      .catch(() => undefined)
      .finally(() => {
        sending.current = false;
      });
  }
  return (
    <form onSubmit={onSubmit}>
      {names.map((name) => {
        const onChange = (value: unknown) => {
          setDraft({ ...draft, [name]: value });
        };
        const shown = (custom as Readonly<Record<string, Custom | undefined>>)[name];
        if (shown) return <div key={name}>{shown(draft[name], onChange)}</div>;
        return <SchemaField key={name} schema={schema} name={name} value={draft[name] as Value} onChange={onChange} />;
      })}
      <div className="row">
        <button type="submit" className="primary" disabled={pending}>
          {submit}
        </button>
        {children}
      </div>
      {error != null && <Reason error={error} />}
      {pending && (
        <p role="status" className="unseen">
          {text("form.sending")}
        </p>
      )}
    </form>
  );
}
