import { Field } from "@/components/Field";
import { text } from "@/messages";

import { type Place, stepsOf } from "./item";
import { type Parsed, type Steps, withValue } from "./yaml";

interface Props {
  readonly place: Place;
  readonly parsed: Parsed;
  readonly edit: (change: (before: string) => string) => void;
  readonly disabled: boolean;
}

/** Fields of every document that has them; what else it has is in the YAML beside. */
const TEXTS = [
  ["title", "form.title", 0],
  ["description", "form.description", 3],
  ["track", "form.track", 0],
  ["lesson", "form.lesson", 0],
] as const;
const NUMBERS = [
  ["order", "form.order"],
  ["estimated_minutes", "form.minutes"],
  ["estimated_hours", "form.hours"],
  ["xp_base", "form.xp"],
] as const;

/** What is simple of a document, as fields: each changes its own place of the YAML alone. */
export function SimpleForm({ place, parsed, edit, disabled }: Props) {
  const levels = place.kind === "challenge" ? namedLevels(parsed) : [];
  function set(steps: Steps, value: unknown) {
    edit((before) => withValue(before, steps, value));
  }
  return (
    <fieldset disabled={disabled} className="simple">
      <legend>{text("draft.form")}</legend>
      {TEXTS.filter(([name]) => parsed.has(name)).map(([name, key, rows]) => (
        <Field
          key={name}
          label={text(key)}
          {...(rows > 0 && { rows })}
          value={shown(parsed, [name])}
          onChange={(typed) => {
            set([name], typed);
          }}
        />
      ))}
      <div className="numbers">
        {NUMBERS.filter(([name]) => parsed.has(name)).map(([name, key]) => (
          <Field
            key={name}
            label={text(key)}
            type="number"
            value={shown(parsed, [name])}
            onChange={(typed) => {
              set([name], typed === "" ? null : Number(typed));
            }}
          />
        ))}
      </div>
      {levels.map((steps, at) => (
        <Field
          key={steps.join(".")}
          label={text("form.levelName", { level: at + 1 })}
          value={shown(parsed, steps)}
          onChange={(typed) => {
            set(steps, typed);
          }}
        />
      ))}
    </fieldset>
  );
}

function shown(parsed: Parsed, steps: Steps): string {
  const value: unknown = parsed.getIn(steps);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Levels of system design are named by their numbers; those of code have names of their own. */
function namedLevels(parsed: Parsed): Steps[] {
  return Array.from({ length: 5 }, (_, at) => stepsOf(`levels.${String(at)}.name`)).filter((steps) => parsed.hasIn(steps));
}
