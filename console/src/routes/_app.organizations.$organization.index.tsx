import type { Organization } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";

import { useApi, usePlatform } from "@/api";
import { Action } from "@/components/Action";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { day, text } from "@/messages";
import { Settings } from "@/organization/Settings";
import { roleName } from "@/organization/roles";

export const Route = createFileRoute("/_app/organizations/$organization/")({ component: OrganizationPage });

/** An organization: what one is in it, its settings, and the way out. */
function OrganizationPage() {
  const { organization } = Route.useParams();
  const query = useApi().useQuery("get", "/v1/organizations/{organization}", { params: { path: { organization } } });
  return <Loaded query={query}>{(found) => <Contents organization={found} />}</Loaded>;
}

function Contents({ organization }: { readonly organization: Organization }) {
  const { api, session } = usePlatform();
  const navigate = Route.useNavigate();
  const { slug, name, roles, members, max_members, created_at } = organization;
  const operator = session.groups.includes("platform_admin");
  return (
    <>
      <Title name={name} />
      <p className="row">
        {roles.map((role) => (
          <span key={role} className="badge">
            {roleName(role)}
          </span>
        ))}
        {members !== null && <span>{text("organization.size", { count: members, most: max_members ?? members })}</span>}
        <span className="quiet">{text("organization.since", { when: day(created_at.slice(0, 10)) })}</span>
      </p>
      {(operator || roles.includes("org_admin")) && <Settings organization={organization} operator={operator} />}
      {roles.length > 0 && members !== null && (
        <Action
          label={text("organization.leave")}
          of={name}
          className="danger"
          confirm={text("organization.leave.about")}
          run={() => api.DELETE("/v1/me/organizations/{organization}", { params: { path: { organization: slug } } })}
          onDone={() => void navigate({ to: "/organizations" })}
        />
      )}
    </>
  );
}
