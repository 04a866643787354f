import type { LessonItem, TrackDetail } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";

import { refresh, useApi, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { Prose } from "@/components/Prose";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/tracks/$slug")({ component: TrackPage });

/** A track with its modules, lessons, pages and challenges in their order. */
function TrackPage() {
  const { slug } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/tracks/{slug}", { params: { path: { slug } } });
  return <Loaded query={query}>{(track) => <Track track={track} />}</Loaded>;
}

function Track({ track }: { readonly track: TrackDetail }) {
  return (
    <>
      <Title name={track.title} />
      <Prose source={track.description} />
      <Meter
        label={text("track.done", { done: track.challenges_completed, count: track.total_challenges })}
        share={track.challenges_completed / Math.max(1, track.total_challenges)}
      />
      <Enrollment slug={track.slug} />
      {track.modules.map(({ slug, title, description, lessons }) => (
        <section key={slug} className="card">
          <h2>{title}</h2>
          <p className="quiet">{description}</p>
          {lessons.map((lesson) => (
            <div key={lesson.slug}>
              <h3>{lesson.title}</h3>
              <ul className="plainlist">
                {lesson.items.map((item) => (
                  <Item key={`${item.kind} ${item.slug}`} item={item} />
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </>
  );
}

function Item({ item: { kind, slug, title, estimated_minutes, completed } }: { readonly item: LessonItem }) {
  return (
    <li>
      <span aria-hidden="true">{completed ? "✓" : "○"}</span>{" "}
      {kind === "page" ? (
        <Link to="/pages/$slug" params={{ slug }}>
          {title}
        </Link>
      ) : (
        <Link to="/challenges/$slug" params={{ slug }}>
          {title}
        </Link>
      )}
      <span className="badge">{text("level.minutes", { count: estimated_minutes })}</span>
      <span className="unseen">, {text(completed ? "challenge.completed" : "challenge.open")}</span>
    </li>
  );
}

function Enrollment({ slug }: { readonly slug: string }) {
  const { api, hooks } = usePlatform();
  const mine = hooks.useQuery("get", "/v1/me/tracks");
  const follows = mine.data?.items.find((track) => track.slug === slug)?.enrolled_at != null;
  const change = useMutation({
    mutationFn: async () => {
      const params = { params: { path: { slug } } };
      await (follows ? api.DELETE("/v1/tracks/{slug}/enrollment", params) : api.PUT("/v1/tracks/{slug}/enrollment", params));
    },
    onSuccess: refresh,
  });
  return (
    <p>
      <button
        type="button"
        disabled={change.isPending || !mine.data}
        aria-pressed={follows}
        onClick={() => {
          change.mutate();
        }}
      >
        {text(follows ? "track.leave" : "track.follow")}
      </button>
      {change.error && <Reason error={change.error} />}
    </p>
  );
}
