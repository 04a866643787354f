import { ApiError, type Client } from "@progressive-flow/client";
import { QueryClient } from "@tanstack/react-query";
import createHooks, { type OpenapiQueryClient } from "openapi-react-query";
import { createContext, useContext } from "react";

import type { paths } from "@progressive-flow/client";
import type { Config } from "./session/config";
import type { Session } from "./session/session";

/** What pages work with: the API as the person who signed in, its generated hooks, and the platform's settings. */
export interface Platform {
  readonly api: Client;
  readonly hooks: OpenapiQueryClient<paths>;
  readonly session: Session;
  readonly config: Config;
}

export const PlatformContext = createContext<Platform | null>(null);

/** Return the platform; only pages within `_app` have one. */
export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error("There is no session on this page.");
  return platform;
}

/** Return the API's generated hooks: `useQuery("get", "/v1/me")`. */
export function useApi(): OpenapiQueryClient<paths> {
  return usePlatform().hooks;
}

export function createPlatform(api: Client, session: Session, config: Config): Platform {
  return { api, hooks: createHooks(api), session, config };
}

/** Refusals are final; the client has tried again what may pass by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 10_000, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Read everything again: after points were paid, many pages show other figures. */
export function refresh(): void {
  void queryClient.invalidateQueries();
}

/** Return the problem of an error, whatever was thrown. */
export function problemOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, { detail: error instanceof Error ? error.message : String(error) }, null);
}
