import { number, text } from "@/messages";

import { Scroll } from "./Scroll";

/** A row of any leaderboard. */
export interface BoardRow {
  readonly rank: number | null;
  readonly value: number;
  readonly name: string;
  readonly level: number;
  readonly is_me: boolean;
  readonly profile_key: string;
}

interface Props {
  readonly caption: string;
  /** What the values count. */
  readonly unit: string;
  readonly rows: readonly BoardRow[];
}

/** A leaderboard: equal values share a rank, and one's own row is marked by a word. */
export function BoardTable({ caption, unit, rows }: Props) {
  if (rows.length === 0) return <p>{text("boards.empty")}</p>;
  return (
    <Scroll label={caption}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              {text("boards.rank")}
            </th>
            <th scope="col">{text("boards.name")}</th>
            <th scope="col" className="number">
              {text("boards.level")}
            </th>
            <th scope="col" className="number">
              {unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.profile_key} aria-current={row.is_me || undefined}>
              <td className="number">{row.rank ?? "–"}</td>
              <td>
                <bdi>{row.name}</bdi>
                {row.is_me && <span className="badge">{text("boards.you")}</span>}
              </td>
              <td className="number">{row.level}</td>
              <td className="number">{number(row.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
