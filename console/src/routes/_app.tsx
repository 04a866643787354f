import { Outlet, createFileRoute } from "@tanstack/react-router";

import { usePlatform } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Navigation } from "@/components/Navigation";
import { text } from "@/messages";

export const Route = createFileRoute("/_app")({ component: App });

/** Every page of somebody who is signed in. The account is read first: its first request makes it. */
function App() {
  const { hooks, session } = usePlatform();
  const me = hooks.useQuery("get", "/v1/me", {}, { staleTime: 60_000 });
  return (
    <>
      <a className="skip" href="#content">
        {text("app.skip")}
      </a>
      <Navigation me={me.data} operator={session.groups.includes("platform_admin")} signOut={session.signOut} />
      <main id="content" className="page" tabIndex={-1}>
        <Loaded query={me}>{() => <Outlet />}</Loaded>
      </main>
    </>
  );
}
