import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";

import type { Config } from "./config";
import { clearDrafts } from "./drafts";

/** Who is signed in. Tokens are in memory alone: a reload asks the provider, which knows the browser's session. */
export interface Session {
  readonly userId: string;
  readonly groups: readonly string[];
  /** Return the access token, renewed where it is about to end. */
  readonly token: () => Promise<string | null>;
  /** Renew a token that the API refused; leave for the sign-in page where that is refused too. */
  readonly renew: () => Promise<string | null>;
  readonly signOut: () => Promise<void>;
}

interface ReturnTo {
  readonly url: string;
}

const SIGNED_OUT = "/signed-out";
const SECONDS_BEFORE_END = 30;
const channel = new BroadcastChannel("progressive-flow-session");

function manager(config: Config): UserManager {
  return new UserManager({
    authority: config.authority,
    metadataUrl: config.metadata_url,
    client_id: config.client_id,
    redirect_uri: `${location.origin}/`,
    scope: "openid profile email",
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
  });
}

/** Return the session; null where the browser has left for the sign-in page. Returns to the address that was asked for. */
export async function openSession(config: Config): Promise<Session | null> {
  const users = manager(config);
  const query = new URLSearchParams(location.search);
  if (location.pathname !== "/" || !query.has("state")) return leave(users);
  try {
    const user = await users.signinRedirectCallback();
    history.replaceState(null, "", (user.state as ReturnTo).url);
    return session(users, config, user);
  } catch (error) {
    // A code that was used, or a page that was opened again from the history: the provider is asked once more.
    history.replaceState(null, "", "/");
    if (query.has("error")) throw error;
    return leave(users);
  }
}

/** Leave for the sign-in page, and return to this address afterwards. */
async function leave(users: UserManager): Promise<null> {
  const url = location.pathname + location.search + location.hash;
  await users.signinRedirect({ state: { url } satisfies ReturnTo, nonce: crypto.randomUUID() });
  return null;
}

function session(users: UserManager, config: Config, first: User): Session {
  let renewing: Promise<string | null> | null = null;

  async function refresh(): Promise<string | null> {
    try {
      return (await users.signinSilent())?.access_token ?? (await leave(users));
    } catch {
      return navigator.onLine ? leave(users) : null;
    }
  }

  // Requests that are refused together renew once: the provider takes each refresh token once.
  const renew = (): Promise<string | null> => (renewing ??= refresh().finally(() => (renewing = null)));

  channel.onmessage = () => {
    location.replace(SIGNED_OUT);
  };
  return {
    userId: first.profile.sub,
    groups: (first.profile["cognito:groups"] as readonly string[] | undefined) ?? [],
    async token() {
      const user = await users.getUser();
      return user && (user.expires_in ?? 0) > SECONDS_BEFORE_END ? user.access_token : renew();
    },
    renew,
    async signOut() {
      await clearDrafts(first.profile.sub);
      channel.postMessage("signed out");
      await users.revokeTokens(["refresh_token"]).catch(() => undefined);
      const leaving = { client_id: config.client_id, logout_uri: location.origin + SIGNED_OUT };
      await users.signoutRedirect({ extraQueryParams: leaving });
    },
  };
}
