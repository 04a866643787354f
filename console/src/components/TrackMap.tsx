import type { ChallengeRow } from "@progressive-flow/client";
import { Link } from "@tanstack/react-router";

import { useApi } from "@/api";
import { text } from "@/messages";

import { Loaded } from "./Loaded";
import { Lock } from "./Lock";
import "./track.css";

/** Tracks in their order, each with its challenges as steps: done, open or locked, by a sign and a word. */
export function TrackMap({ rows }: { readonly rows: readonly ChallengeRow[] }) {
  const tracks = useApi().useQuery("get", "/v1/tracks");
  return (
    <Loaded query={tracks}>
      {({ items }) =>
        items.map(({ slug, title, challenges_completed, total_challenges }) => {
          const steps = rows
            .filter(({ track }) => track === slug)
            .toSorted((one, other) => one.order_in_track - other.order_in_track);
          if (steps.length === 0) return null;
          return (
            <section key={slug} className="track">
              <h2>
                <Link to="/tracks/$slug" params={{ slug }}>
                  {title}
                </Link>{" "}
                <span className="quiet">{text("home.levels", { done: challenges_completed, count: total_challenges })}</span>
              </h2>
              <ol>
                {steps.map((row) => (
                  <li key={row.slug} className={stateOf(row)}>
                    <span aria-hidden="true">{stateOf(row) === "locked" ? <Lock /> : SIGNS[stateOf(row)]}</span>{" "}
                    <Link to="/challenges/$slug" params={{ slug: row.slug }}>
                      {row.title}
                    </Link>
                    <span className="unseen">, {text(row.unlocked ? `status.${row.status}` : "challenge.isLocked")}</span>
                  </li>
                ))}
              </ol>
            </section>
          );
        })
      }
    </Loaded>
  );
}

const SIGNS = { done: "✓", begun: "◐", open: "○", locked: "" } as const;

function stateOf({ status, unlocked }: ChallengeRow): keyof typeof SIGNS {
  if (status === "completed") return "done";
  if (!unlocked) return "locked";
  return status === "in_progress" ? "begun" : "open";
}
