import { Link, Outlet, createFileRoute } from "@tanstack/react-router";

import { useApi, usePlatform } from "@/api";
import { Loaded } from "@/components/Loaded";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization")({ component: OrganizationPages });

const PAGES = [
  ["/organizations/$organization/items", "organization.items"],
  ["/organizations/$organization/members", "organization.members"],
  ["/organizations/$organization/invitations", "organization.invitations"],
  ["/organizations/$organization/media", "organization.media"],
  ["/organizations/$organization/transfers", "organization.transfers"],
  ["/organizations/$organization/moderation", "organization.moderation"],
  ["/organizations/$organization/audit", "organization.audit"],
] as const;

/** All pages of an organization, under its name. Who only learns there has its first page alone. */
function OrganizationPages() {
  const { session } = usePlatform();
  const { organization } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/organizations/{organization}", { params: { path: { organization } } });
  const operator = session.groups.includes("platform_admin");
  return (
    <Loaded query={query}>
      {({ name, roles }) => (
        <>
          <nav className="tabs" aria-label={name}>
            <Link to="/organizations/$organization" params={{ organization }} activeOptions={{ exact: true }}>
              {name}
            </Link>
            {(operator || roles.some((role) => role !== "learner")) &&
              PAGES.map(([to, key]) => (
                <Link key={to} to={to} params={{ organization }}>
                  {text(key)}
                </Link>
              ))}
          </nav>
          <Outlet />
        </>
      )}
    </Loaded>
  );
}
