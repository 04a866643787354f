import type { Review } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { ReviewForm } from "@/authoring/ReviewForm";
import { type Place, useDraft } from "@/authoring/item";
import { Loaded } from "@/components/Loaded";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/reviews")({ component: ReviewsTab });

/** What reviewers said, newest first, and one's own review of the last revision. */
function ReviewsTab() {
  const place = Route.useParams();
  const draft = useDraft(place);
  const reviews = useApi().useQuery("get", "/v1/organizations/{organization}/items/{kind}/{slug}/reviews", {
    params: { path: { ...place } },
  });
  return (
    <div className="sides">
      <Loaded query={draft}>
        {({ item }) => <ReviewForm place={place} revision={item.revision} document={item.document} />}
      </Loaded>
      <section>
        <h2>{text("reviews.title")}</h2>
        <Loaded query={reviews}>
          {({ items }) =>
            items.length === 0 ? (
              <p>{text("reviews.none")}</p>
            ) : (
              <ol className="plainlist">
                {items.map((review) => (
                  <One key={`${String(review.revision)} ${review.created_at}`} place={place} review={review} />
                ))}
              </ol>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}

function One({ place, review }: { readonly place: Place; readonly review: Review }) {
  const approved = review.verdict === "approved";
  return (
    <li className="card">
      <h3 className={approved ? "good" : "warn"}>{text(`reviews.${review.verdict}`, { revision: review.revision })}</h3>
      <p className="quiet">
        <bdi>{review.reviewer ?? text("somebody")}</bdi>
        {review.is_own && <span className="badge">{text("boards.you")}</span>} {moment(review.created_at)}
      </p>
      <ul>
        {review.comments.map(({ pointer, text: words }) => (
          <li key={`${pointer} ${words}`}>
            <Link to="/organizations/$organization/items/$kind/$slug" params={place} search={{ at: pointer }}>
              <code>{pointer === "" ? text("reviews.whole") : pointer}</code>
            </Link>{" "}
            <span className="pre">{words}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
