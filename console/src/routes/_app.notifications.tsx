import { type Notification, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/notifications")({ component: Notifications });

/** What happened, newest first; what was not read yet is marked by a word. */
function Notifications() {
  const { api } = usePlatform();
  const query = usePages<Notification>("/v1/me/notifications");
  const read = useMutation({
    mutationFn: (notification_id: string) => body(api.PUT("/v1/me/notifications/read-marker", { body: { notification_id } })),
    onSuccess: refresh,
  });
  const [newest] = query.data ?? [];
  return (
    <>
      <Title name={text("nav.notifications")} />
      {newest && query.data?.some(({ is_read }) => !is_read) && (
        <button
          type="button"
          disabled={read.isPending}
          onClick={() => {
            read.mutate(newest.id);
          }}
        >
          {text("notifications.readAll")}
        </button>
      )}
      {read.error && <Reason error={read.error} />}
      <Loaded query={query}>{(rows) => <Rows rows={rows} />}</Loaded>
      <MorePages query={query} />
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly Notification[] }) {
  if (rows.length === 0) return <p>{text("list.none")}</p>;
  return (
    <ul className="plainlist">
      {rows.map(({ id, title, message, is_read, created_at }) => (
        <li key={id} className="card">
          <h2>
            {title}
            {!is_read && <span className="badge">{text("notifications.unread")}</span>}
          </h2>
          <p>{message}</p>
          <p className="quiet">{moment(created_at)}</p>
        </li>
      ))}
    </ul>
  );
}
