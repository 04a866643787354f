import { indentWithTab } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";

import { text } from "@/messages";

import "./code.css";
import { editorTheme } from "./editorTheme";
import { languageOf } from "./languages";

interface Props {
  readonly name: string;
  readonly first: string;
  readonly onChange: (source: string) => void;
}

/**
 * One file. Escape and then Tab leaves the editor; Tab alone indents.
 *
 * The editor makes its styles itself. In a document it writes them into an element, which the page's policy refuses; in a tree
 * of its own it adopts them as sheets, which no policy forbids.
 */
export function FileEditor({ name, first, onChange }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);
  useEffect(() => {
    const host = parent.current;
    if (!host) return;
    const language = new Compartment();
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first,
        extensions: [
          basicSetup,
          editorTheme,
          keymap.of([indentWithTab]),
          language.of([]),
          EditorView.contentAttributes.of({ "aria-label": text("code.file", { name }), tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    void languageOf(name).then((support) => {
      view.dispatch({ effects: language.reconfigure(support) });
    });
    return () => {
      view.destroy();
    };
    // The editor keeps its own text: a new file, or a reset, makes a new one.
  }, [name, first]);
  return <div ref={parent} className="file" />;
}
