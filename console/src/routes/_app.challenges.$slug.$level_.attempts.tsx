import type { AttemptRow } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";
import { Suspense, lazy, useState } from "react";

import { Scroll } from "@/components/Scroll";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { ScoreChart } from "@/level/ScoreChart";
import { type Place, levelParams } from "@/level/place";
import { moment, number, text } from "@/messages";

const Comparison = lazy(() => import("@/level/Comparison"));

export const Route = createFileRoute("/_app/challenges/$slug/$level_/attempts")({ component: Attempts, params: levelParams });

/** The learner's attempts at a level, and two of them side by side. */
function Attempts() {
  const place = Route.useParams();
  const query = usePages<AttemptRow>("/v1/challenges/{slug}/levels/{level}/attempts", { path: place });
  return (
    <div className="wide">
      <p className="quiet">
        <Link to="/challenges/$slug/$level" params={place}>
          {text("attempts.back")}
        </Link>
      </p>
      <Title name={text("attempts.title")} />
      <Loaded query={query}>{(rows) => <Contents rows={rows} place={place} />}</Loaded>
      <MorePages query={query} />
    </div>
  );
}

function Contents({ rows, place }: { readonly rows: readonly AttemptRow[]; readonly place: Place }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (rows.length === 0) return <p>{text("list.none")}</p>;
  return (
    <>
      {rows.length > 1 && <ScoreChart rows={rows} />}
      <p className="quiet">{text("attempts.chooseTwo")}</p>
      <AttemptTable
        rows={rows}
        chosen={chosen}
        onChoose={(id, wanted) => {
          setChosen(wanted ? [...chosen, id].slice(-2) : chosen.filter((one) => one !== id));
        }}
      />
      <Suspense fallback={<p role="status">{text("app.loading")}</p>}>
        {chosen.length > 0 && <Comparison key={place.slug} ids={chosen} />}
      </Suspense>
    </>
  );
}

interface TableProps {
  readonly rows: readonly AttemptRow[];
  readonly chosen: readonly string[];
  readonly onChoose: (id: string, wanted: boolean) => void;
}

function AttemptTable({ rows, chosen, onChoose }: TableProps) {
  return (
    <Scroll label={text("attempts.title")}>
      <table>
        <caption className="unseen">{text("attempts.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("attempts.compare")}</th>
            <th scope="col">{text("attempts.when")}</th>
            <th scope="col">{text("attempts.outcome")}</th>
            <th scope="col" className="number">
              {text("attempts.score")}
            </th>
            <th scope="col" className="number">
              {text("attempts.earned")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <label className="inline">
                  <input
                    type="checkbox"
                    checked={chosen.includes(row.id)}
                    onChange={(event) => {
                      onChoose(row.id, event.target.checked);
                    }}
                  />
                  {text("attempts.number", { number: row.attempt_number })}
                </label>
              </td>
              <td>{moment(row.created_at)}</td>
              <td className={row.passed ? "good" : "bad"}>
                {row.passed ? `✓ ${text("level.passed")}` : `✗ ${text("attempts.failed")}`}
              </td>
              <td className="number">{number(row.score)}</td>
              <td className="number">{text("xp.amount", { amount: row.xp_earned })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
