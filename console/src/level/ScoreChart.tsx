import type { AttemptRow } from "@progressive-flow/client";

import { text } from "@/messages";

const WIDTH = 600;
const HEIGHT = 120;
const EDGE = 10;

/** Scores over time, the oldest first. The table below it says the same. */
export function ScoreChart({ rows }: { readonly rows: readonly AttemptRow[] }) {
  const scores = rows.map(({ score }) => score).toReversed();
  const points = scores.map((score, index) => ({
    x: EDGE + (index * (WIDTH - 2 * EDGE)) / Math.max(1, scores.length - 1),
    y: HEIGHT - EDGE - (score * (HEIGHT - 2 * EDGE)) / 100,
  }));
  return (
    <figure className="card">
      <figcaption>{text("attempts.over")}</figcaption>
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`${text("attempts.over")}: ${scores.join(", ")}`}
      >
        <polyline
          points={points.map(({ x, y }) => `${String(x)},${String(y)}`).join(" ")}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2"
        />
        {points.map(({ x, y }) => (
          <circle key={x} cx={x} cy={y} r="4" fill="var(--accent)" />
        ))}
      </svg>
    </figure>
  );
}
