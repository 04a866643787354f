import { indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";

import "@/code/code.css";
import { editorTheme } from "@/code/editorTheme";

import type { Problem } from "./yaml";

const TALL = Prec.high(EditorView.theme({ "&": { height: "min(70vh, 50rem)" } }));

/** Where to put the cursor; a new object each time that somebody asks for it. */
export interface Jump {
  readonly from: number;
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (source: string) => void;
  readonly problems: readonly Problem[];
  readonly jump?: Jump | null;
}

/** A document as YAML. What is wrong is underlined; Escape and then Tab leaves the editor. */
export function SourceEditor({ label, value, onChange, problems, jump }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  const first = useRef(value);
  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);
  useEffect(() => {
    const host = parent.current;
    if (!host) return;
    // Its styles are adopted by a tree of its own, as those of a submission's files are.
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          basicSetup,
          editorTheme,
          TALL,
          yaml(),
          lintGutter(),
          EditorView.lineWrapping,
          keymap.of([indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [label]);
  useEffect(() => {
    if (view.current) replace(view.current, value);
  }, [value]);
  useEffect(() => {
    if (!view.current) return;
    const length = view.current.state.doc.length;
    const shown = problems.map(({ from, to, message }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      message,
      severity: "error" as const,
    }));
    view.current.dispatch(setDiagnostics(view.current.state, shown));
  }, [problems]);
  useEffect(() => {
    if (!view.current || !jump) return;
    const at = Math.min(jump.from, view.current.state.doc.length);
    view.current.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.current.focus();
  }, [jump]);
  return <div ref={parent} className="file source" />;
}

/** Replace what differs alone, so that the cursor and the history stay. */
function replace(view: EditorView, value: string): void {
  const now = view.state.doc.toString();
  if (now === value) return;
  let from = 0;
  while (from < now.length && from < value.length && now[from] === value[from]) from++;
  let end = 0;
  while (end < now.length - from && end < value.length - from && now.at(-1 - end) === value.at(-1 - end)) end++;
  view.dispatch({ changes: { from, to: now.length - end, insert: value.slice(from, value.length - end) } });
}
