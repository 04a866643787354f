import type { Completion } from "@progressive-flow/client";

import { text } from "@/messages";

/** More bars than these are not compared at a glance; the table has all rows. */
const MOST_BARS = 12;
const WIDTH = 100;
const HEIGHT = 8;

interface Props {
  readonly title: string;
  /** What somebody began, what most learners began first. */
  readonly rows: readonly Completion[];
}

/** Bars: how many learners began, and how many of them completed it. The words beside each bar say the same. */
export function CompletionChart({ title, rows }: Props) {
  const shown = rows.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map(({ started }) => started));
  return (
    <figure className="card chart">
      <figcaption>{text("statistics.chart", { what: title })}</figcaption>
      {shown.length === 0 && <p>{text("statistics.nobody")}</p>}
      <ul className="plainlist">
        {shown.map(({ slug, title: name, started, completed }) => (
          <li key={slug}>
            {name} <span className="quiet">{text("statistics.bar", { completed, started })}</span>
            <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" aria-hidden="true">
              <rect className="began" width={(started / most) * WIDTH} height={HEIGHT} />
              <rect className="completed" width={(completed / most) * WIDTH} height={HEIGHT} />
            </svg>
          </li>
        ))}
      </ul>
    </figure>
  );
}
