import type { DesignNodeInput } from "@progressive-flow/client";
import { useId, useState } from "react";

import { type Limits, aboutOf, fieldsOf, titleOf } from "@/components/limits";
import { text } from "@/messages";

import type { Settings } from "./design";

interface Props {
  readonly name: string;
  readonly part: DesignNodeInput;
  /** Takes the new value; undefined leaves it to the API. */
  readonly onChange: (value: unknown) => void;
}

/** One setting of a part, with the limits and the description that the API's document states. */
export function SettingField({ name, part, onChange }: Props) {
  const id = useId();
  const limits = fieldsOf("DesignNodeInput")[name] ?? {};
  const value = part[name as keyof Settings];
  const about = aboutOf(limits);
  const title = titleOf(name);
  if (limits.type === "boolean") {
    return (
      <div className="field">
        <label className="inline">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => {
              onChange(event.target.checked || undefined);
            }}
          />
          {title}
        </label>
        <div className="about">{about}</div>
      </div>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      <Input id={id} limits={limits} value={value} onChange={onChange} />
      <div className="about" id={`${id}-about`}>
        {about}
      </div>
    </div>
  );
}

interface InputProps {
  readonly id: string;
  readonly limits: Limits;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Input({ id, limits, value, onChange }: InputProps) {
  const shown = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const described = `${id}-about`;
  if (limits.choices) {
    return (
      <select
        id={id}
        aria-describedby={described}
        value={shown}
        onChange={(event) => {
          onChange(event.target.value || undefined);
        }}
      >
        <option value="">{text("properties.unset")}</option>
        {limits.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    );
  }
  return <Typed id={id} limits={limits} shown={shown} onChange={onChange} />;
}

/** Text or a number, taken when the field is left or Enter is pressed, so that each one is undone as a whole. */
function Typed({ id, limits, shown, onChange }: Omit<InputProps, "value"> & { readonly shown: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const numeric = limits.type === "integer" || limits.type === "number";
  function take() {
    if (typed !== null && typed !== shown) onChange(typed === "" ? undefined : numeric ? Number(typed) : typed);
    setTyped(null);
  }
  return (
    <input
      id={id}
      aria-describedby={`${id}-about`}
      type={numeric ? "number" : "text"}
      inputMode={numeric ? "decimal" : "text"}
      min={limits.minimum}
      max={limits.maximum}
      maxLength={limits.maxLength}
      placeholder={/`"?([^`"]*)"?` if left out/.exec(limits.description ?? "")?.[1]}
      step={limits.type === "integer" ? 1 : "any"}
      value={typed ?? shown}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
