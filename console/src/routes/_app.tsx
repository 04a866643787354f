import { Outlet, createFileRoute, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { usePlatform } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Navigation } from "@/components/Navigation";
import { text } from "@/messages";

export const Route = createFileRoute("/_app")({ component: App });

/** Every page of somebody who is signed in. The account is read first: its first request makes it. */
function App() {
  const { hooks, session } = usePlatform();
  const content = useContent();
  const me = hooks.useQuery("get", "/v1/me", {}, { staleTime: 60_000 });
  return (
    <>
      <a className="skip" href="#content">
        {text("app.skip")}
      </a>
      <Navigation me={me.data} operator={session.groups.includes("platform_admin")} signOut={session.signOut} />
      <main ref={content} id="content" className="page" tabIndex={-1}>
        <Loaded query={me}>{() => <Outlet />}</Loaded>
      </main>
    </>
  );
}

/** Where the next page stands takes the focus, as a browser's own navigation would have it. */
function useContent() {
  const content = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    content.current?.focus({ preventScroll: true });
  }, [path]);
  return content;
}
