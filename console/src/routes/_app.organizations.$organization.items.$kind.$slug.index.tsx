import { createFileRoute } from "@tanstack/react-router";

import DraftEditor from "@/authoring/DraftEditor";
import { useDraft } from "@/authoring/item";
import { Loaded } from "@/components/Loaded";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/")({
  component: DraftTab,
  validateSearch: ({ at }: Record<string, unknown>): { readonly at?: string } => (typeof at === "string" ? { at } : {}),
});

/** The draft, to be edited. */
function DraftTab() {
  const place = Route.useParams();
  const { at } = Route.useSearch();
  const query = useDraft(place);
  return (
    <Loaded query={query}>
      {(draft) => <DraftEditor key={`${place.organization} ${place.kind} ${place.slug}`} place={place} draft={draft} at={at} />}
    </Loaded>
  );
}
