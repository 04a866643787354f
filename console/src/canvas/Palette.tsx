import type { ComponentType } from "@progressive-flow/client";

import { number, text } from "@/messages";

import { DRAGGED } from "./Canvas";
import type { ComponentKind } from "./design";
import { kindName } from "./marks";

interface Props {
  readonly components: readonly ComponentType[];
  readonly onAdd: (kind: ComponentKind) => void;
}

/** The components that a level offers: dragged onto the canvas, or added by a click or Enter. */
export function Palette({ components, onAdd }: Props) {
  return (
    <section className="palette" aria-label={text("palette.title")}>
      <h2>{text("palette.title")}</h2>
      <ul>
        {components.map(({ type, about, price }) => (
          <li key={type}>
            <button
              type="button"
              draggable
              title={about}
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAGGED, type);
              }}
              onClick={() => {
                onAdd(type as ComponentKind);
              }}
            >
              <span className="unseen">{text("palette.add")} </span>
              {kindName(type)}
              <span className="quiet">{text("palette.price", { price: number(price) })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
