import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";

import { refresh, usePlatform } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { Title } from "@/components/Title";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/content")({ component: Content });

/** Loads the release's content again, and shows what changed. */
function Content() {
  const { api } = usePlatform();
  const load = useMutation({
    mutationFn: () => body(api.POST("/v1/admin/reference-data-loads")),
    onSuccess: refresh,
  });
  return (
    <>
      <Title name={text("admin.content")} />
      <section className="card">
        <p>{text("content.about")}</p>
        <button
          type="button"
          className="primary"
          disabled={load.isPending}
          onClick={() => {
            load.mutate();
          }}
        >
          {text(load.isPending ? "content.loading" : "content.load")}
        </button>
        {load.error && <Reason error={load.error} />}
        {load.data && <p role="status">{text(`content.${load.data.status}`)}</p>}
        {load.data?.status === "loaded" && (
          <DataTable
            caption={text("content.changed")}
            rows={Object.entries(load.data.changed)}
            keyOf={([kind]) => kind}
            columns={[
              { name: text("content.kind"), cell: ([kind]) => kind.replaceAll("_", " ") },
              { name: text("content.rows"), numeric: true, cell: ([, count]) => number(count) },
            ]}
          />
        )}
      </section>
    </>
  );
}
