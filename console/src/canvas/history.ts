import type { Design } from "@progressive-flow/client";
import { useCallback, useReducer } from "react";

/** A design with the ones before it and those that were undone. */
export interface History {
  readonly past: readonly Design[];
  readonly present: Design;
  readonly future: readonly Design[];
}

export type Step =
  { readonly kind: "change"; readonly to: (design: Design) => Design } | { readonly kind: "undo" } | { readonly kind: "redo" };

const MOST = 200;

/** Return the history after a step; a change that changes nothing is none. */
export function advance(history: History, step: Step): History {
  const { past, present, future } = history;
  if (step.kind === "change") {
    const changed = step.to(present);
    return changed === present ? history : { past: [...past, present].slice(-MOST), present: changed, future: [] };
  }
  if (step.kind === "undo") {
    const before = past.at(-1);
    return before ? { past: past.slice(0, -1), present: before, future: [present, ...future] } : history;
  }
  const [after, ...rest] = future;
  return after ? { past: [...past, present], present: after, future: rest } : history;
}

/** A design that can be changed, and each change undone. */
export interface Editor {
  readonly design: Design;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly apply: (to: (design: Design) => Design) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function useEditor(first: Design): Editor {
  const [history, step] = useReducer(advance, { past: [], present: first, future: [] });
  const apply = useCallback((to: (design: Design) => Design) => {
    step({ kind: "change", to });
  }, []);
  const undo = useCallback(() => {
    step({ kind: "undo" });
  }, []);
  const redo = useCallback(() => {
    step({ kind: "redo" });
  }, []);
  return { design: history.present, canUndo: history.past.length > 0, canRedo: history.future.length > 0, apply, undo, redo };
}
