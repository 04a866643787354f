import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";

import { queryClient, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { Prose } from "@/components/Prose";
import { text } from "@/messages";

import type { Place } from "./place";

/** A level's hints: those that were revealed, and the price of the next one before it is bought. */
export function Hints({ slug, level }: Place) {
  const { api, hooks } = usePlatform();
  const path = { slug, level };
  const query = hooks.useQuery("get", "/v1/challenges/{slug}/levels/{level}/hints", { params: { path } });
  const reveal = useMutation({
    mutationFn: (hint_number: number) =>
      body(api.POST("/v1/challenges/{slug}/levels/{level}/hints", { params: { path }, body: { hint_number } })),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <Loaded query={query}>
      {({ items, xp_after_penalties }) => {
        const next = items.find(({ revealed }) => !revealed);
        return (
          <section aria-label={text("hints.title")}>
            <ol>
              {items
                .filter(({ revealed }) => revealed)
                .map(({ hint_number, hint }) => (
                  <li key={hint_number}>
                    <Prose source={hint ?? ""} />
                  </li>
                ))}
            </ol>
            {next && (
              <button
                type="button"
                disabled={reveal.isPending}
                onClick={() => {
                  reveal.mutate(next.hint_number);
                }}
              >
                {text("hints.reveal", { number: next.hint_number, count: items.length, price: next.xp_penalty })}
              </button>
            )}
            {reveal.error && <Reason error={reveal.error} />}
            <p className="quiet">{text("hints.worth", { amount: xp_after_penalties })}</p>
          </section>
        );
      }}
    </Loaded>
  );
}
