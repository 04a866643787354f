import { ApiError, type Design } from "@progressive-flow/client";
import { useEffect, useState } from "react";

import { problemOf, usePlatform } from "@/api";
import { text } from "@/messages";

import type { Place } from "./place";

const SAVE_AFTER_MS = 2_500;
const PATH = "/v1/challenges/{slug}/levels/{level}/design";

interface Saved {
  readonly design: Design;
  /** When, in milliseconds since 1970. */
  readonly savedAt: number;
}

/** What the API has of a level's design: null where there is none, undefined while it is read. */
export function useSavedDesign({ slug, level }: Place): Saved | null | undefined {
  const { api } = usePlatform();
  const [saved, setSaved] = useState<Saved | null | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void api
      .GET(PATH, { params: { path: { slug, level } } })
      .then(({ data }) => (data ? { design: data.design, savedAt: Date.parse(data.saved_at) } : null))
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        return null; // there is none, or it cannot be read now: what the browser kept is shown
      })
      .then((found) => {
        if (wanted) setSaved(found);
      });
    return () => {
      wanted = false;
    };
  }, [api, slug, level]);
  return saved;
}

/** Save a design at the API a moment after each change; return what to say of it. */
export function useSaving({ slug, level }: Place, design: Design, first: Design): string {
  const { api } = usePlatform();
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (design === first) return;
    const timer = setTimeout(() => {
      api
        .PUT(PATH, { params: { path: { slug, level } }, body: { design } })
        .then(() => {
          setSaid(text("saving.saved"));
        })
        .catch((error: unknown) => {
          setSaid(text("saving.kept", { reason: problemOf(error).message }));
        });
    }, SAVE_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [api, slug, level, design, first]);
  return said;
}
