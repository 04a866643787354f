import type { CodeRequirements } from "@progressive-flow/client";
import { useState } from "react";

import { usePlatform } from "@/api";

import { Files } from "./Files";
import { Preview } from "./Preview";
import type { FileMap } from "./submission";

/** Files that are written: what they hold now, and a way to begin again with others. */
export interface Writing {
  readonly files: FileMap;
  /** Counts how often it was begun: the editors take the files' text anew after each. */
  readonly version: number;
  readonly write: (name: string, source: string) => void;
  readonly begin: (files: FileMap) => void;
}

export function useWriting(first: FileMap): Writing {
  const [files, setFiles] = useState(first);
  const [version, setVersion] = useState(0);
  return {
    files,
    version,
    write(name, source) {
      setFiles((before) => ({ ...before, [name]: source }));
    },
    begin(from) {
      setFiles(from);
      setVersion(version + 1);
    },
  };
}

interface Props {
  readonly writing: Writing;
  readonly requirements: CodeRequirements;
}

/** The editors of a submission and, for a page, its preview. */
export function Workbench({ writing: { files, version, write }, requirements: { runtime } }: Props) {
  const { preview_origin } = usePlatform().config;
  return (
    <div className="workbench">
      <Files files={files} version={version} onChange={write} />
      {runtime === "web" && preview_origin && <Preview origin={preview_origin} files={files} />}
    </div>
  );
}
