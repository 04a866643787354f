import { useId } from "react";

import { useApi } from "@/api";
import { fieldsOf, titleOf } from "@/components/limits";
import { text } from "@/messages";

import { SchemaField, type Value } from "./SchemaField";
import type { Draft } from "./criteria";

interface Props {
  readonly value: Draft;
  readonly onChange: (value: Draft) => void;
}

/** A condition: a metric, the value that it must reach, and what it counts. */
export function Condition({ value, onChange }: Props) {
  const names = Object.keys(fieldsOf("Condition")).filter((name) => name !== "filter");
  return (
    <>
      {names.map((name) => (
        <SchemaField
          key={name}
          schema="Condition"
          name={name}
          value={value[name] as Value}
          onChange={(changed) => {
            onChange({ ...value, [name]: changed });
          }}
        />
      ))}
      <Filter
        value={value.filter as Draft | null | undefined}
        onChange={(filter) => {
          onChange({ ...value, filter });
        }}
      />
    </>
  );
}

interface FilterProps {
  readonly value: Draft | null | undefined;
  readonly onChange: (value: Draft | null) => void;
}

/** What is counted: everything, or what one value narrows it to. */
function Filter({ value, onChange }: FilterProps) {
  const id = useId();
  const tracks = useApi().useQuery("get", "/v1/tracks");
  const chosen = Object.keys(value ?? {}).find((name) => value?.[name] !== null);
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{text("criteria.filter")}</label>
        <select
          id={id}
          value={chosen ?? ""}
          onChange={(event) => {
            onChange(event.target.value ? { [event.target.value]: undefined } : null);
          }}
        >
          <option value="">{text("criteria.everything")}</option>
          {Object.keys(fieldsOf("Filter")).map((name) => (
            <option key={name} value={name}>
              {titleOf(name)}
            </option>
          ))}
        </select>
      </div>
      {chosen !== undefined && (
        <SchemaField
          schema="Filter"
          name={chosen}
          value={value?.[chosen] as Value}
          onChange={(changed) => {
            onChange({ [chosen]: changed ?? undefined }); // null would choose everything
          }}
          {...(chosen === "track" && { proposals: tracks.data?.items.map(({ slug }) => slug) ?? [] })}
        />
      )}
    </>
  );
}
