import type { Change } from "@progressive-flow/client";

import { useApi } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { text } from "@/messages";

import type { Place } from "./item";

interface Props {
  readonly place: Place;
  readonly since: number;
  readonly revision: number;
}

/** What changed from one revision of a draft to another, place by place. */
export function Difference({ place, since, revision }: Props) {
  const query = useApi().useQuery("get", "/v1/organizations/{organization}/items/{kind}/{slug}/changes", {
    params: { path: { ...place }, query: { since, revision } },
  });
  return (
    <Loaded query={query}>
      {({ items: all, is_whole }) => {
        const items = all.filter(differs);
        return items.length === 0 ? (
          <p>{text("changes.none")}</p>
        ) : (
          <>
            <DataTable
              caption={text("changes.title", { since, revision })}
              rows={items}
              keyOf={({ pointer }) => pointer}
              columns={[
                { name: text("changes.place"), cell: ({ pointer }) => <code>{pointer}</code> },
                { name: text("changes.what"), cell: ({ what }) => text(`changes.${what}`) },
                { name: text("changes.before"), cell: (change) => <Value change={change} side="before" /> },
                { name: text("changes.after"), cell: (change) => <Value change={change} side="after" /> },
              ]}
            />
            {!is_whole && <p className="quiet">{text("changes.more")}</p>}
          </>
        );
      }}
    </Loaded>
  );
}

/** A number that was written as 1.0 and is written as 1 is the same number. */
function differs({ what, before, after }: Change): boolean {
  return what !== "changed" || JSON.stringify(before) !== JSON.stringify(after);
}

const ABSENT = { before: "added", after: "removed" } as const;

function Value({ change, side }: { readonly change: Change; readonly side: "before" | "after" }) {
  if (change.what === ABSENT[side]) return "–";
  const value: unknown = change[side];
  return <span className="value pre">{typeof value === "string" ? value : JSON.stringify(value)}</span>;
}
