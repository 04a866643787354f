import { type DragEvent, useState } from "react";
import { type YAMLMap, isMap, isSeq } from "yaml";

import { text } from "@/messages";

import { type At, type Lists, move, stepFrom } from "./tree";
import { type Parsed, rearranged } from "./yaml";

interface Props {
  readonly parsed: Parsed;
  readonly edit: (change: (before: string) => string) => void;
}

/** A track's modules and lessons in their order: arrows move what has the focus, and a mouse may drag it. */
export function TrackTree({ parsed, edit }: Props) {
  const [dragged, setDragged] = useState<At | null>(null);
  const [said, setSaid] = useState("");
  const { modules, lessonsOf } = listsOf(parsed);
  const counts = modules.map((module) => lessonsOf(module).length);
  function go(from: At, to: At) {
    edit((before) => rearranged(before, (document) => void move(listsOf(document), from, to)));
    setSaid(text("tree.moved", { place: to.map((one) => one + 1).join(".") }));
  }
  function row(at: At, title: string) {
    return (
      <Row
        at={at}
        title={title}
        counts={counts}
        onMove={(to) => {
          go(at, to);
        }}
        onDrag={() => {
          setDragged(at);
        }}
        onDrop={() => {
          if (dragged && accepts(dragged, at)) go(dragged, at);
          setDragged(null);
        }}
        droppable={dragged !== null && accepts(dragged, at)}
      />
    );
  }
  return (
    <section>
      <h2>{text("tree.title")}</h2>
      <p className="quiet">{text("tree.about")}</p>
      <ol className="tree">
        {modules.map((module, number) => (
          <li key={`${String(number)} ${titleOf(module)}`}>
            {row([number], titleOf(module))}
            <ol>
              {lessonsOf(module).map((lesson, place) => (
                <li key={`${String(place)} ${titleOf(lesson)}`}>{row([number, place], titleOf(lesson))}</li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </section>
  );
}

/** A module goes where a module is; a lesson also to the end of a module. */
function accepts(dragged: At, at: At): boolean {
  return dragged.length === 2 || at.length === 1;
}

interface RowProps {
  readonly at: At;
  readonly title: string;
  readonly counts: readonly number[];
  readonly onMove: (to: At) => void;
  readonly onDrag: () => void;
  readonly onDrop: () => void;
  readonly droppable: boolean;
}

function Row({ at, title, counts, onMove, onDrag, onDrop, droppable }: RowProps) {
  const up = stepFrom(at, -1, counts);
  const down = stepFrom(at, 1, counts);
  function allow(event: DragEvent) {
    if (droppable) event.preventDefault();
  }
  function button(to: At | null, words: string, sign: string) {
    return (
      <button
        type="button"
        disabled={!to}
        aria-label={words}
        onClick={() => {
          if (to) onMove(to);
        }}
      >
        {sign}
      </button>
    );
  }
  return (
    // Dragging is for a mouse: the buttons do the same by keyboard and touch.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="row"
      role="group"
      aria-label={title}
      draggable
      onDragStart={onDrag}
      onDragOver={allow}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      {button(up, text("tree.up", { title }), "↑")}
      {button(down, text("tree.down", { title }), "↓")}
      <span>{title}</span>
    </div>
  );
}

/** Return the parts of the text that are modules and lessons, as they can be moved. */
function listsOf(document: Parsed): Lists<YAMLMap> {
  return { modules: partsOf(document.get("modules")), lessonsOf: (module) => partsOf(module.get("lessons")) };
}

function partsOf(list: unknown): YAMLMap[] {
  return isSeq(list) && list.items.every((one) => isMap(one)) ? list.items : [];
}

function titleOf(part: YAMLMap): string {
  const title = part.get("title") ?? part.get("slug");
  return typeof title === "string" ? title : text("tree.untitled");
}
