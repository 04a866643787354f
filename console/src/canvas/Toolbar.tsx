import type { Design } from "@progressive-flow/client";
import { useRef } from "react";

import { text } from "@/messages";

import { parse } from "./design";
import type { Editor } from "./history";
import { arrange } from "./layout";

interface Props {
  readonly editor: Editor;
  readonly name: string;
  readonly onProblem: (message: string | null) => void;
  /** Is called when all parts have new places. */
  readonly onArranged: () => void;
}

/** What is done with the whole design: undo, redo, arrange, export and import. */
export function Toolbar({ editor, name, onProblem, onArranged }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const { design, apply } = editor;

  async function importFile(chosen: File) {
    try {
      const read = parse(await chosen.text());
      apply(() => read);
      onArranged();
      onProblem(null);
    } catch {
      onProblem(text("toolbar.noDesign", { name: chosen.name }));
    }
  }

  return (
    <div className="row" role="toolbar" aria-label={text("toolbar.title")}>
      <button type="button" disabled={!editor.canUndo} onClick={editor.undo}>
        {text("toolbar.undo")}
      </button>
      <button type="button" disabled={!editor.canRedo} onClick={editor.redo}>
        {text("toolbar.redo")}
      </button>
      <button
        type="button"
        disabled={design.nodes.length === 0}
        onClick={async () => {
          const arranged = await arrange(design);
          apply(() => arranged);
          onArranged();
        }}
      >
        {text("toolbar.arrange")}
      </button>
      <button
        type="button"
        disabled={design.nodes.length === 0}
        onClick={() => {
          save(design, `${name}.json`);
        }}
      >
        {text("toolbar.export")}
      </button>
      <button type="button" onClick={() => file.current?.click()}>
        {text("toolbar.import")}
      </button>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) void importFile(chosen);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function save(design: Design, name: string): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(design, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
