import { indentWithTab } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";

import { text } from "@/messages";

import "./code.css";
import { languageOf } from "./languages";

// Rules of a style sheet do not reach into the editor's own tree; the theme's variables do.
const look = EditorView.theme({
  "&": { height: "26rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.9rem" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderInlineStartColor: "var(--text)" },
  ".cm-gutters": { background: "var(--page)", color: "var(--quiet)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--accent) 8%, transparent)" },
});

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
    if (!parent.current) return;
    const language = new Compartment();
    const root = parent.current.shadowRoot ?? parent.current.attachShadow({ mode: "open" });
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: first,
        extensions: [
          basicSetup,
          look,
          keymap.of([indentWithTab]),
          language.of([]),
          EditorView.contentAttributes.of({ "aria-label": text("code.file", { name }) }),
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
