import { number, text } from "@/messages";

import { DataTable } from "./DataTable";

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
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={({ profile_key }) => profile_key}
      isCurrent={({ is_me }) => is_me}
      columns={[
        { name: text("boards.rank"), numeric: true, cell: ({ rank }) => rank ?? "–" },
        {
          name: text("boards.name"),
          cell: ({ name, is_me }) => (
            <>
              <bdi>{name}</bdi>
              {is_me && <span className="badge">{text("boards.you")}</span>}
            </>
          ),
        },
        { name: text("boards.level"), numeric: true, cell: ({ level }) => level },
        { name: unit, numeric: true, cell: ({ value }) => number(value) },
      ]}
    />
  );
}
