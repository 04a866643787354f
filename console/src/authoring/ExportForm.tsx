import { body } from "@progressive-flow/client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Choice } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { compact, text } from "@/messages";

const EXPORTS = "/v1/organizations/{organization}/exports";
const POLL_MS = 1000;

/** All drafts of an organization, or those of one track, as a zip of content files. */
export function ExportForm({ organization }: { readonly organization: string }) {
  const { api, hooks } = usePlatform();
  const [track, setTrack] = useState("");
  const tracks = hooks.useQuery("get", "/v1/organizations/{organization}/items", {
    params: { path: { organization }, query: { kind: "track", limit: 100 } },
  });
  const begin = useMutation({
    mutationFn: () => body(api.POST(EXPORTS, { params: { path: { organization } }, body: track === "" ? {} : { track } })),
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <h2>{text("exports.title")}</h2>
      <Choice
        label={text("exports.what")}
        value={track}
        onChange={setTrack}
        choices={[["", text("exports.all")], ...(tracks.data?.items ?? []).map(({ slug, title }) => [slug, title] as const)]}
      />
      <button type="submit" disabled={begin.isPending}>
        {text("exports.begin")}
      </button>
      {begin.error && <Reason error={begin.error} />}
      {begin.data && <Made organization={organization} id={begin.data.id} />}
    </form>
  );
}

function Made({ organization, id }: { readonly organization: string; readonly id: string }) {
  const { api } = usePlatform();
  const query = useQuery({
    queryKey: ["get", EXPORTS, organization, id],
    queryFn: () => body(api.GET(`${EXPORTS}/{export_id}`, { params: { path: { organization, export_id: id } } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_MS : false),
  });
  return (
    <div role="status">
      <Loaded query={query}>
        {({ state, progress, url, items, bytes }) =>
          state === "running" ? (
            <Meter label={text("exports.running")} share={progress} />
          ) : state === "failed" ? (
            <p className="bad">{text("exports.failed")}</p>
          ) : (
            <p>
              <a href={url ?? ""} className="button">
                {text("exports.download", { count: items ?? 0, bytes: compact(bytes ?? 0) })}
              </a>
            </p>
          )
        }
      </Loaded>
    </div>
  );
}
