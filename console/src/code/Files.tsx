import { type KeyboardEvent, useId, useState } from "react";

import { text } from "@/messages";

import { FileEditor } from "./FileEditor";
import type { FileMap } from "./submission";

interface Props {
  readonly files: FileMap;
  /** Counts resets: the editors begin again with the files' text after each. */
  readonly version: number;
  readonly onChange: (name: string, source: string) => void;
}

/** The files of a submission, one tab each: arrow keys go from tab to tab. */
export function Files({ files, version, onChange }: Props) {
  const names = Object.keys(files);
  const [chosen, setChosen] = useState(names[0] ?? "");
  const id = useId();
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = names[(names.indexOf(chosen) + step + names.length) % names.length] ?? chosen;
    setChosen(next);
    document.getElementById(`${id}${next}`)?.focus();
  }
  return (
    <div>
      <div className="tabs" role="tablist" aria-label={text("code.files")}>
        {names.map((name) => (
          <button
            key={name}
            id={`${id}${name}`}
            type="button"
            role="tab"
            aria-selected={name === chosen}
            aria-controls={`${id}panel`}
            tabIndex={name === chosen ? 0 : -1}
            onKeyDown={onKeyDown}
            onClick={() => {
              setChosen(name);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${chosen}`}>
        <Keyed key={`${chosen} ${String(version)}`} name={chosen} source={files[chosen] ?? ""} onChange={onChange} />
      </div>
    </div>
  );
}

/** An editor keeps the text that it began with, so that typing does not replace it. */
function Keyed({
  name,
  source,
  onChange,
}: {
  readonly name: string;
  readonly source: string;
  readonly onChange: Props["onChange"];
}) {
  const [first] = useState(source);
  return (
    <FileEditor
      name={name}
      first={first}
      onChange={(changed) => {
        onChange(name, changed);
      }}
    />
  );
}
