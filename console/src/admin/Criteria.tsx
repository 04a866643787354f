import { useId } from "react";

import { type Schema, fieldsOf } from "@/components/limits";
import { type Key, text } from "@/messages";

import { Condition } from "./Condition";
import { type Draft, asForm, fresh, listOf, nameOf } from "./criteria";

const FORMS: Readonly<Partial<Record<Schema, Key>>> = {
  AllOf: "criteria.all",
  AnyOf: "criteria.any",
  Condition: "criteria.one",
};

interface Props {
  /** Forms that the value may have, by the API's document. */
  readonly of: readonly Schema[];
  readonly value: Draft;
  readonly onChange: (value: Draft) => void;
}

/** Criteria of an achievement: a condition, or a list of which all or any must be met, in the forms that the document allows. */
export function Criteria({ of, value, onChange }: Props) {
  const id = useId();
  const form = nameOf(value, of);
  const list = listOf(form);
  return (
    <>
      {of.length > 1 && (
        <div className="field">
          <label htmlFor={id}>{text("criteria.form")}</label>
          <select
            id={id}
            value={form}
            onChange={(event) => {
              onChange(asForm(value, event.target.value as Schema, of));
            }}
          >
            {of.map((one) => (
              <option key={one} value={one}>
                {FORMS[one] ? text(FORMS[one]) : one}
              </option>
            ))}
          </select>
        </div>
      )}
      {list === undefined ? (
        <Condition value={value} onChange={onChange} />
      ) : (
        <Items form={form} list={list} value={value} onChange={onChange} />
      )}
    </>
  );
}

interface ItemsProps {
  readonly form: Schema;
  /** The field that has the items. */
  readonly list: string;
  readonly value: Draft;
  readonly onChange: (value: Draft) => void;
}

function Items({ form, list, value, onChange }: ItemsProps) {
  const { of = [], maxItems = Infinity } = fieldsOf(form)[list] ?? {};
  const items = value[list] as readonly Draft[];
  function set(changed: readonly Draft[]) {
    onChange({ [list]: changed });
  }
  return (
    <>
      {items.map((item, index) => (
        <fieldset key={index}>
          <legend>{text("criteria.number", { number: index + 1 })}</legend>
          <Criteria
            of={of}
            value={item}
            onChange={(changed) => {
              set(items.with(index, changed));
            }}
          />
          {items.length > 1 && (
            <button
              type="button"
              onClick={() => {
                set(items.toSpliced(index, 1));
              }}
            >
              {text("criteria.remove", { number: index + 1 })}
            </button>
          )}
        </fieldset>
      ))}
      {items.length < maxItems && (
        <p>
          <button
            type="button"
            onClick={() => {
              set([...items, fresh]);
            }}
          >
            {text("criteria.add")}
          </button>
        </p>
      )}
    </>
  );
}
