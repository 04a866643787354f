import type { CodeRequirements } from "@progressive-flow/client";

/** The files of a submission, by their names. */
export type FileMap = Readonly<Record<string, string>>;

/** Every file that a submission may have, with what the level begins with. */
export function beginning({ files, starter }: CodeRequirements): FileMap {
  return Object.fromEntries(files.map((name) => [name, starter[name] ?? ""]));
}

/** Files that are empty are not submitted: a level that needs one says so. */
export function written(files: FileMap): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([, source]) => source.trim() !== ""));
}
