import { Link, Outlet, createFileRoute } from "@tanstack/react-router";

import "@/admin/admin.css";
import { usePlatform } from "@/api";
import { Title } from "@/components/Title";
import { type Key, text } from "@/messages";

export const Route = createFileRoute("/_app/admin")({ component: Admin });

const GROUP = "platform_admin";

const PAGES = [
  ["/admin", "admin.overview"],
  ["/admin/learners", "admin.learners"],
  ["/admin/achievements", "admin.achievements"],
  ["/admin/skills", "admin.skills"],
  ["/admin/audit-log", "admin.auditLog"],
  ["/admin/content", "admin.content"],
  ["/admin/mail", "admin.mail"],
] as const satisfies readonly (readonly [string, Key])[];

/** The operator's pages. The API refuses what is not allowed; this page says so before it is asked. */
function Admin() {
  const { session } = usePlatform();
  if (!session.groups.includes(GROUP)) {
    return (
      <>
        <Title name={text("nav.admin")} />
        <p className="callout">{text("admin.forOperators")}</p>
        <Link to="/" className="button">
          {text("failure.home")}
        </Link>
      </>
    );
  }
  return (
    <>
      <nav className="tabs" aria-label={text("nav.admin")}>
        {PAGES.map(([to, key]) => (
          <Link key={to} to={to} activeOptions={{ exact: to === "/admin", includeSearch: false }}>
            {text(key)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
