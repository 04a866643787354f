import type { Streak } from "@progressive-flow/client";

import { useApi } from "@/api";
import { day, text } from "@/messages";

import { Loaded } from "./Loaded";
import "./streak.css";

/** The learner's streak: its days, its freezes, and why it is what it is. */
export function StreakCard() {
  const query = useApi().useQuery("get", "/v1/me/streak", { params: { query: { days: 28 } } });
  return (
    <section className="card">
      <h2>{text("streak.title")}</h2>
      <Loaded query={query}>{(streak) => <Days streak={streak} />}</Loaded>
    </section>
  );
}

function Days({ streak }: { readonly streak: Streak }) {
  return (
    <>
      <p className="figure">{text("home.streak", { count: streak.current_streak_days })}</p>
      <ol className="calendar" aria-label={text("streak.calendar")}>
        {streak.calendar.map(({ date, kind }) => (
          <li key={date} className={kind} title={`${day(date)}: ${text(`streak.${kind}`)}`}>
            <span className="unseen">
              {day(date)}: {text(`streak.${kind}`)}
            </span>
          </li>
        ))}
      </ol>
      {streak.explanation.map((sentence) => (
        <p key={sentence} className="quiet">
          {sentence}
        </p>
      ))}
    </>
  );
}
