import type { Design } from "@progressive-flow/client";

import { text } from "@/messages";

import { edgesOf, nameOf } from "./design";
import { type Marks, kindName } from "./marks";

interface Props {
  readonly design: Design;
  readonly marks?: Marks | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
}

/** The same design as a list: what there is, and what calls what. Choosing a part opens its settings. */
export function Outline({ design, marks, chosen, onChoose }: Props) {
  const named = new Map(design.nodes.map((node) => [node.id, nameOf(node)]));
  return (
    <details className="card outline">
      <summary>{text("outline.title", { count: design.nodes.length })}</summary>
      <ul className="plainlist">
        {design.nodes.map((node) => {
          const called = edgesOf(design).filter(({ from }) => from === node.id);
          return (
            <li key={node.id}>
              <button
                type="button"
                className="plain"
                aria-pressed={chosen.has(node.id)}
                onClick={() => {
                  onChoose(new Set([node.id]));
                }}
              >
                {nameOf(node)}
              </button>
              <span className="quiet">
                {kindName(node.type)}
                {called.length > 0 && ` → ${called.map(({ to }) => named.get(to)).join(", ")}`}
                {marks?.get(node.id) && ` · ${marks.get(node.id)?.label ?? ""}`}
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
