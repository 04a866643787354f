import type { ReactNode } from "react";

import { text } from "@/messages";

import { Scroll } from "./Scroll";

export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  readonly numeric?: boolean;
}

interface Props<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Whether a row is the reader's own. */
  readonly isCurrent?: (row: T) => boolean;
}

/** A table with its caption; its first column names the row. It scrolls by itself where it is wider than the screen. */
export function DataTable<T>({ caption, columns, rows, keyOf, isCurrent }: Props<T>) {
  if (rows.length === 0) return <p>{text("list.none")}</p>;
  const [first, ...others] = columns;
  return (
    <Scroll label={caption}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, numeric }) => (
              <th key={name} scope="col" className={numeric ? "number" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} aria-current={isCurrent?.(row) === true ? true : undefined}>
              <th scope="row" className={first?.numeric ? "number" : undefined}>
                {first?.cell(row)}
              </th>
              {others.map(({ name, cell, numeric }) => (
                <td key={name} className={numeric ? "number" : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
