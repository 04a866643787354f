import type { ComponentType, Design, DesignNodeInput } from "@progressive-flow/client";
import { useId, useState } from "react";

import { number, text } from "@/messages";

import { SettingField } from "./SettingField";
import { change, connect, disconnect, edgeId, edgesOf, nameOf, remove } from "./design";
import { type Mark, kindName } from "./marks";

interface Props {
  readonly design: Design;
  readonly part: DesignNodeInput;
  readonly component: ComponentType | undefined;
  readonly mark: Mark | undefined;
  readonly apply: (to: (design: Design) => Design) => void;
}

const ALWAYS = ["label", "units", "replicas"];

/** What can be set of the chosen part, what it costs, and what it is connected with. */
export function Properties({ design, part, component, mark, apply }: Props) {
  const settable = [...ALWAYS, ...(component?.takes ?? []), "note"];
  return (
    <section className="card" aria-label={text("properties.title", { name: nameOf(part) })}>
      <h2>
        {nameOf(part)} <span className="quiet">{kindName(part.type)}</span>
      </h2>
      {mark && (
        <p className={mark.level === "over" ? "bad" : ""}>
          {mark.sign} {mark.label}
          {mark.about && <span className="quiet"> {mark.about}</span>}
        </p>
      )}
      {component && <p className="quiet">{component.about}</p>}
      {settable.map((name) => (
        <SettingField
          key={`${part.id} ${name}`}
          name={name}
          part={part}
          onChange={(value) => {
            apply((now) => change(now, part.id, { [name]: value }));
          }}
        />
      ))}
      {component && component.price > 0 && (
        <p className="quiet">{text("properties.price", { price: number(component.price), most: component.max_units })}</p>
      )}
      <Connections design={design} part={part} apply={apply} />
      <button
        type="button"
        className="danger"
        onClick={() => {
          apply((now) => remove(now, new Set([part.id])));
        }}
      >
        {text("properties.remove", { name: nameOf(part) })}
      </button>
    </section>
  );
}

function Connections({ design, part, apply }: Pick<Props, "design" | "part" | "apply">) {
  const [target, setTarget] = useState("");
  const id = useId();
  const outgoing = edgesOf(design).filter(({ from }) => from === part.id);
  const others = design.nodes.filter((node) => node.id !== part.id && !outgoing.some(({ to }) => to === node.id));
  const named = new Map(design.nodes.map((node) => [node.id, nameOf(node)]));
  return (
    <fieldset>
      <legend>{text("properties.calls")}</legend>
      <ul className="plainlist">
        {outgoing.map((edge) => (
          <li key={edge.to} className="row apart">
            {named.get(edge.to)}
            <button
              type="button"
              className="plain"
              onClick={() => {
                apply((now) => disconnect(now, new Set([edgeId(edge)])));
              }}
            >
              {text("properties.disconnect")}
              <span className="unseen"> {named.get(edge.to)}</span>
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className="row">
          <label htmlFor={id} className="unseen">
            {text("properties.connectTo")}
          </label>
          <select
            id={id}
            value={target}
            onChange={(event) => {
              setTarget(event.target.value);
            }}
          >
            <option value="">{text("properties.connectTo")}</option>
            {others.map((node) => (
              <option key={node.id} value={node.id}>
                {nameOf(node)}
              </option>
            ))}
          </select>
          <button
            type="button"
            disabled={target === ""}
            onClick={() => {
              apply((now) => connect(now, part.id, target));
              setTarget("");
            }}
          >
            {text("properties.connect")}
          </button>
        </div>
      )}
    </fieldset>
  );
}
