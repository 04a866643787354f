import { useEffect, useRef, useState } from "react";

import { type Draft, keepDraft, readDraft } from "@/session/drafts";

const KEEP_AFTER_MS = 300;

/** What a browser kept of a place; `undefined` while it is read. */
export function useStored<T>(userId: string, place: string): Draft<T> | null | undefined {
  const [stored, setStored] = useState<Draft<T> | null | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void readDraft<T>(userId, place).then((found) => {
      if (wanted) setStored(found);
    });
    return () => {
      wanted = false;
    };
  }, [userId, place]);
  return stored;
}

/** Keep what is worked on in this browser, a moment after each change and when the page is hidden. */
export function useKept(userId: string, place: string, value: unknown, first: unknown): void {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
    if (value === first) return;
    const timer = setTimeout(() => void keepDraft(userId, place, value), KEEP_AFTER_MS);
    const hidden = () => {
      void keepDraft(userId, place, latest.current);
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", hidden);
      if (latest.current !== first) void keepDraft(userId, place, latest.current);
    };
  }, [userId, place, value, first]);
}
