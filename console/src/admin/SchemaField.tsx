import { useId } from "react";

import { type Limits, type Schema, aboutOf, fieldsOf, titleOf } from "@/components/limits";
import { text } from "@/messages";

/** Texts longer than this are typed in several lines. */
const LONG = 1000;

export type Value = string | number | boolean | null | undefined;

interface Props {
  readonly schema: Schema;
  readonly name: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** Proposed values; any text may be typed. */
  readonly proposals?: readonly string[];
}

/** One field of a body, with the limits and the description that the API's document states. */
export function SchemaField({ schema, name, value, onChange, proposals }: Props) {
  const id = useId();
  const limits = fieldsOf(schema)[name] ?? {};
  const box = limits.type === "boolean";
  return (
    <div className="field">
      <label htmlFor={id} className={box ? "inline" : undefined}>
        {box && <Box id={id} value={value} onChange={onChange} />}
        {titleOf(name)}
      </label>
      {!box && <Input id={id} limits={limits} value={value} onChange={onChange} list={proposals ? `${id}-list` : undefined} />}
      {proposals && (
        <datalist id={`${id}-list`}>
          {proposals.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <div className="about" id={`${id}-about`}>
        {aboutOf(limits)}
      </div>
    </div>
  );
}

interface InputProps {
  readonly id: string;
  readonly limits: Limits;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly list?: string | undefined;
}

function Box({ id, value, onChange }: Omit<InputProps, "limits" | "list">) {
  return (
    <input
      id={id}
      type="checkbox"
      aria-describedby={`${id}-about`}
      checked={value === true}
      onChange={(event) => {
        onChange(event.target.checked);
      }}
    />
  );
}

function Input({ id, limits, value, onChange, list }: InputProps) {
  const numeric = limits.type === "integer" || limits.type === "number";
  const shared = {
    id,
    "aria-describedby": `${id}-about`,
    required: limits.required === true && limits.nullable !== true,
    value: typeof value === "string" || typeof value === "number" ? value : "",
    onChange: (event: { readonly target: { readonly value: string } }) => {
      onChange(read(event.target.value, limits));
    },
  };
  if (limits.choices) {
    return (
      <select {...shared}>
        <option value="">{text("form.choose")}</option>
        {limits.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    );
  }
  if ((limits.maxLength ?? 0) > LONG) return <textarea {...shared} rows={4} maxLength={limits.maxLength} />;
  const bounds = { min: limits.minimum, max: limits.maximum, maxLength: limits.maxLength };
  const type = numeric ? "number" : "text";
  return (
    <input {...shared} {...bounds} type={type} step={limits.type === "integer" ? 1 : "any"} list={list} autoComplete="off" />
  );
}

/** Return what was typed as the API takes it: an empty field is no value. */
function read(typed: string, limits: Limits): Value {
  if (typed === "") return limits.nullable ? null : undefined;
  return limits.type === "integer" || limits.type === "number" ? Number(typed) : typed;
}
