import { body } from "@progressive-flow/client";
import { Link, Outlet, createFileRoute } from "@tanstack/react-router";

import { usePlatform } from "@/api";
import { ITEM, type Kind, type Place, useDraft } from "@/authoring/item";
import { Action } from "@/components/Action";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug")({
  component: ItemPages,
  params: {
    parse: ({ kind, slug }) => ({ kind: kind as Kind, slug }),
    stringify: ({ kind, slug }) => ({ kind, slug }),
  },
});

const HERE = "/organizations/$organization/items/$kind/$slug";

/** All pages of an item, under its title and its state. */
function ItemPages() {
  const place = Route.useParams();
  const query = useDraft(place);
  const challenge = place.kind === "challenge";
  return (
    <Loaded query={query}>
      {({ item }) => (
        <>
          <p className="quiet">
            <Link to="/organizations/$organization/items" params={{ organization: place.organization }}>
              {text("items.back")}
            </Link>
          </p>
          <Title name={item.title} />
          <p className="row">
            <span className="badge">{text(`kind.${item.kind}`)}</span>
            <span className="badge">{text(`state.${item.state}`)}</span>
            <span className="quiet">
              {text("item.owned", { owner: item.owner ?? text("somebody"), revision: number(item.revision) })}
            </span>
            <Changing place={place} state={item.state} />
          </p>
          <nav className="tabs" aria-label={item.title}>
            <Link to={HERE} params={place} activeOptions={{ exact: true }}>
              {text("item.draft")}
            </Link>
            {place.kind !== "track" && (
              <Link to={`${HERE}/preview`} params={place}>
                {text("item.preview")}
              </Link>
            )}
            {challenge && (
              <Link to={`${HERE}/try`} params={place}>
                {text("item.try")}
              </Link>
            )}
            <Link to={`${HERE}/checks`} params={place}>
              {text("item.checks")}
            </Link>
            <Link to={`${HERE}/reviews`} params={place}>
              {text("item.reviews")}
            </Link>
            <Link to={`${HERE}/publications`} params={place}>
              {text("item.publications")}
            </Link>
            <Link to={`${HERE}/history`} params={place}>
              {text("item.history")}
            </Link>
          </nav>
          <Outlet />
        </>
      )}
    </Loaded>
  );
}

function Changing({ place, state }: { readonly place: Place; readonly state: "draft" | "live" | "archived" }) {
  const { api } = usePlatform();
  const navigate = Route.useNavigate();
  const path = { ...place };
  if (state === "draft")
    return (
      <Action
        label={text("item.delete")}
        of={place.slug}
        className="danger"
        confirm={text("item.delete.about")}
        run={() => api.DELETE(ITEM, { params: { path } })}
        onDone={() => void navigate({ to: "/organizations/$organization/items", params: { organization: place.organization } })}
      />
    );
  const archived = state !== "archived";
  return (
    <Action
      label={text(archived ? "item.archive" : "item.bringBack")}
      of={place.slug}
      {...(archived && { confirm: text("item.archive.about") })}
      run={() => body(api.PATCH(ITEM, { params: { path }, body: { archived } }))}
    />
  );
}
