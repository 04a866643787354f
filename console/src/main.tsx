import { createClient } from "@progressive-flow/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, createRouter } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { PlatformContext, createPlatform, queryClient } from "./api";
import { Failure } from "./components/Failure";
import { NotFound } from "./components/NotFound";
import { direction, language } from "./messages";
import { routeTree } from "./routeTree.gen";
import { readConfig } from "./session/config";
import { openSession } from "./session/session";
import "./theme.css";
import "./parts.css";

const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

const container = document.getElementById("root");
if (!container) throw new Error("The page lacks its root.");
const root = createRoot(container);
document.documentElement.lang = language;
document.documentElement.dir = direction;

/** Pages that nobody needs to sign in for. */
const PUBLIC = new Set(["/signed-out"]);

async function start(): Promise<void> {
  if (PUBLIC.has(location.pathname)) {
    show(null);
    return;
  }
  const config = await readConfig();
  const session = await openSession(config);
  if (!session) return;
  const api = createClient({ baseUrl: location.origin, token: session.token, renew: session.renew });
  show(createPlatform(api, session, config));
}

function show(platform: Parameters<typeof PlatformContext.Provider>[0]["value"]): void {
  root.render(
    <StrictMode>
      <PlatformContext.Provider value={platform}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </PlatformContext.Provider>
    </StrictMode>,
  );
}

start().catch((error: unknown) => {
  root.render(<Failure error={error} />);
});
