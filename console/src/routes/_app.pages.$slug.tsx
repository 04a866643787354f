import type { Page } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";

import { refresh, useApi, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { Prose } from "@/components/Prose";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/pages/$slug")({ component: PagePage });

/** A page of a lesson, to read. */
function PagePage() {
  const { slug } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/pages/{slug}", { params: { path: { slug } } });
  return <Loaded query={query}>{(page) => <Contents page={page} />}</Loaded>;
}

function Contents({ page }: { readonly page: Page }) {
  const { api } = usePlatform();
  const read = useMutation({
    mutationFn: async () => {
      const params = { params: { path: { slug: page.slug } } };
      await (page.completed_at === null
        ? api.PUT("/v1/pages/{slug}/completion", params)
        : api.DELETE("/v1/pages/{slug}/completion", params));
    },
    onSuccess: refresh,
  });
  return (
    <article>
      <p className="quiet">
        <Link to="/tracks/$slug" params={{ slug: page.track }}>
          {text("page.back")}
        </Link>
      </p>
      <Title name={page.title} />
      <Prose source={page.body} />
      <button
        type="button"
        disabled={read.isPending}
        onClick={() => {
          read.mutate();
        }}
      >
        {text(page.completed_at === null ? "page.read" : "page.unread")}
      </button>
      {read.error && <Reason error={read.error} />}
    </article>
  );
}
