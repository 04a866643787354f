import { ApiError, type Client } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { refresh, usePlatform } from "@/api";
import { useKept } from "@/level/drafts";
import { text } from "@/messages";

import { type Document, type Draft, type Place, readDraft, saveDraft, withinDocument } from "./item";
import { type Problem, parse, rangeOf, textProblems, valueOf, write } from "./yaml";

/** What this browser keeps of a draft: its text, and what it was read as. */
export interface Kept {
  readonly source: string;
  readonly etag: string;
  readonly revision: number;
  readonly saved: boolean;
}

/** The text that the API has, and under which ETag and number. */
type Base = Omit<Kept, "saved">;

export function keptAt({ organization, kind, slug }: Place): string {
  return `draft ${organization}/${kind}/${slug}`;
}

const PAUSE_MS = 350;

function begin(draft: Draft, kept: Kept | null): { readonly source: string; readonly base: Base } {
  const base = baseOf(draft, write(draft.item.document));
  if (!kept) return { source: base.source, base };
  // A text that was saved has its author's comments and order: the API keeps what it says, and not how it was written.
  if (kept.saved) return kept.etag === draft.etag ? { source: kept.source, base: kept } : { source: base.source, base };
  return { source: kept.source, base: kept.etag === draft.etag ? base : { ...base, etag: kept.etag, revision: kept.revision } };
}

function baseOf({ item, etag }: Draft, source: string): Base {
  return { source, etag, revision: item.revision };
}

/** A draft that is being edited: its text, what is wrong with it, and how it is saved. */
export function useEditing(place: Place, draft: Draft, kept: Kept | null) {
  const { api, session } = usePlatform();
  const [started] = useState(() => begin(draft, kept));
  const [source, setSource] = useState(started.source);
  const [base, setBase] = useState(started.base);
  const latest = useRef(source);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const parsed = useMemo(() => parse(source), [source]);
  const save = useSave(api, place, setBase);
  const value = useMemo<Kept>(() => ({ ...base, source, saved: source === base.source }), [source, base]);
  const [first] = useState(value);
  useKept(session.userId, keptAt(place), value, first);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  /** Take a text at once: a form shows what it changed. */
  const edit = useCallback((change: (before: string) => string) => {
    clearTimeout(timer.current);
    latest.current = change(latest.current);
    setSource(latest.current);
  }, []);
  /** Take what is typed in the editor a moment after the last key. */
  const type = useCallback((typed: string) => {
    latest.current = typed;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setSource(typed);
    }, PAUSE_MS);
  }, []);
  /** Save the text in the place of what it was read as, or of what somebody else saved since. */
  const store = ({ etag, revision }: Omit<Base, "source"> = base) => {
    edit((typed) => typed);
    save.mutate({ source: latest.current, etag, revision });
  };
  const take = (theirs: Draft) => {
    const taken = write(theirs.item.document);
    edit(() => taken);
    setBase(baseOf(theirs, taken));
    save.reset();
  };
  const problems = useMemo<Problem[]>(
    () => [...textProblems(parsed, text("draft.notAnObject")), ...refusals(save.error).map(at(parsed))],
    [parsed, save.error],
  );
  return {
    source,
    parsed,
    base,
    problems,
    changed: !value.saved,
    resumed: !(kept?.saved ?? true) && base === started.base,
    edit,
    type,
    store,
    take,
    save,
  };
}

export type Editing = ReturnType<typeof useEditing>;

function useSave(api: Client, place: Place, setBase: (base: Base) => void) {
  return useMutation({
    mutationFn: async ({ source, etag, revision }: Base) => {
      const value = valueOf(parse(source));
      if (!value) throw new Error(text("draft.unreadable"));
      return baseOf(await saveOver(api, place, value, { etag, revision }), source);
    },
    onSuccess: (saved) => {
      setBase(saved);
      refresh();
    },
  });
}

/** Save a draft. Its ETag is another one also where it was published or got another owner since: its revision tells. */
async function saveOver(api: Client, place: Place, value: Document, { etag, revision }: Omit<Base, "source">): Promise<Draft> {
  try {
    return await saveDraft(api, place, value, etag);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    const present = await readDraft(api, place);
    if (present.item.revision !== revision) throw error;
    return saveDraft(api, place, value, present.etag);
  }
}

/** Return what the API refused of a document, place by place. */
function refusals(error: unknown): readonly { readonly pointer: string; readonly message: string }[] {
  return error instanceof ApiError && error.status === 422 ? (error.problem.errors ?? []) : [];
}

function at(parsed: ReturnType<typeof parse>) {
  return ({ pointer, message }: { readonly pointer: string; readonly message: string }): Problem => {
    const steps = withinDocument(pointer);
    return { ...rangeOf(parsed, steps), message: `${steps.join(".")} ${message}` };
  };
}
