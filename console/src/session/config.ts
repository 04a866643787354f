/** Where the platform's parts are: the gateway writes it on a developer's machine, the deploy writes it in the cloud. */
export interface Config {
  /** Issuer of tokens. */
  readonly authority: string;
  /** Address of the issuer's description (OpenID Connect Discovery). */
  readonly metadata_url: string;
  readonly client_id: string;
  /** Origin of the host that shows a learner's pages; null where there is none. */
  readonly preview_origin: string | null;
}

/** Read the settings; raises where the platform does not answer. */
export async function readConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`The settings of this platform cannot be read: status ${String(response.status)}.`);
  return (await response.json()) as Config;
}
