import type { ComponentType, Design } from "@progressive-flow/client";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { useApi } from "@/api";
import { Loaded } from "@/components/Loaded";
import { text } from "@/messages";

import { Canvas } from "./Canvas";
import { Outline } from "./Outline";
import { Palette } from "./Palette";
import { Properties } from "./Properties";
import { Toolbar } from "./Toolbar";
import { add, copy, paste, placed } from "./design";
import type { Editor } from "./history";
import { arrange, needsPlaces } from "./layout";
import type { Marks } from "./marks";

interface Props {
  readonly editor: Editor;
  /** Types of components that may be used. */
  readonly allowedTypes: readonly string[];
  readonly marks?: Marks | undefined;
  /** What an exported file is called. */
  readonly name: string;
}

/** A design with its palette, its tools, the settings of what is chosen, and the same as a list. */
export function DesignEditor({ allowedTypes, ...props }: Props) {
  // The catalogue changes with a release of the platform: it is read once a visit.
  const catalogue = useApi().useQuery("get", "/v1/component-catalogue", {}, { staleTime: "static" });
  return (
    <Loaded query={catalogue}>
      {({ components }) => <Editing {...props} components={components.filter(({ type }) => allowedTypes.includes(type))} />}
    </Loaded>
  );
}

interface EditingProps extends Omit<Props, "allowedTypes"> {
  readonly components: readonly ComponentType[];
}

function Editing({ editor, components, marks, name }: EditingProps) {
  const { design, apply } = editor;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [arranged, setArranged] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const onKeyDown = useShortcuts(editor, chosen);
  const [only] = chosen.size === 1 ? chosen : [];
  const part = design.nodes.find(({ id }) => id === only);
  usePlaces(editor);
  return (
    // The keys work wherever the focus is within the editor; each has a button as well.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="editor" onKeyDown={onKeyDown}>
      <Palette
        components={components}
        onAdd={(kind) => {
          apply((now) => add(now, kind));
        }}
      />
      <div className="middle">
        <Toolbar
          editor={editor}
          name={name}
          onProblem={setProblem}
          onArranged={() => {
            setArranged(arranged + 1);
          }}
        />
        {problem && (
          <p className="reason" role="alert">
            {problem}
          </p>
        )}
        <Canvas design={design} marks={marks} chosen={chosen} onChoose={setChosen} apply={apply} arranged={arranged} />
        <p className="quiet">{text("canvas.keys")}</p>
        <Outline design={design} marks={marks} chosen={chosen} onChoose={setChosen} />
      </div>
      {part && (
        <Properties
          design={design}
          part={part}
          component={components.find(({ type }) => type === part.type)}
          mark={marks?.get(part.id)}
          apply={apply}
        />
      )}
    </div>
  );
}

/** Give parts a place that have none: all of a design that came from the command line, one that a suggestion added. */
function usePlaces({ design, apply }: Editor): void {
  useEffect(() => {
    if (!needsPlaces(design)) return;
    if (design.nodes.some(({ position }) => position != null)) {
      apply(placed);
      return;
    }
    void arrange(design).then((arranged) => {
      apply((now) => (now === design ? arranged : now));
    });
  }, [design, apply]);
}

/** Return what handles the editor's keys: undo, redo, copy, paste and duplicate. */
function useShortcuts(editor: Editor, chosen: ReadonlySet<string>): (event: KeyboardEvent) => void {
  const copied = useRef<Design | null>(null);
  const { design, apply, undo, redo } = editor;
  const actions: Readonly<Record<string, () => void>> = {
    z: undo,
    y: redo,
    "shift+z": redo,
    c: () => {
      if (chosen.size > 0) copied.current = copy(design, chosen);
    },
    v: () => {
      const pasted = copied.current;
      if (pasted) apply((now) => paste(now, pasted));
    },
    d: () => {
      apply((now) => paste(now, copy(now, chosen)));
    },
  };
  return (event) => {
    if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
    const action = actions[(event.shiftKey ? "shift+" : "") + event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  };
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
