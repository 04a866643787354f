import type { Me } from "@progressive-flow/client";
import { body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";

import { refresh, useApi, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Leaving } from "@/components/Leaving";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/profile")({ component: Profile });

/** One's own account: how one is shown, all data as a file, and the way to have it erased. */
function Profile() {
  const query = useApi().useQuery("get", "/v1/me");
  return (
    <>
      <Title name={text("nav.profile")} />
      <Loaded query={query}>
        {(me) => (
          <>
            <Form me={me} />
            <Leaving username={me.username} />
          </>
        )}
      </Loaded>
    </>
  );
}

const VISIBILITIES = ["public", "pseudonym", "hidden"] as const;

function Form({ me }: { readonly me: Me }) {
  const { api } = usePlatform();
  const [username, setUsername] = useState(me.username);
  const [displayName, setDisplayName] = useState(me.display_name ?? "");
  const [zone, setZone] = useState(me.time_zone);
  const [visibility, setVisibility] = useState(me.visibility);
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PATCH("/v1/me", {
          body: {
            ...(username !== me.username && { username }),
            ...(displayName !== (me.display_name ?? "") && { display_name: displayName === "" ? null : displayName }),
            ...(zone !== me.time_zone && { time_zone: zone }),
            ...(visibility !== me.visibility && { visibility }),
          },
        }),
      ),
    onSuccess: refresh,
  });
  function onSubmit(event: SyntheticEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form className="card" onSubmit={onSubmit}>
      {me.email !== null && <p className="quiet">{me.email}</p>}
      <Field label={text("profile.username")} value={username} onChange={setUsername} autoComplete="username" required />
      <Field label={text("profile.displayName")} value={displayName} onChange={setDisplayName} autoComplete="name" />
      <Field label={text("profile.zone")} value={zone} onChange={setZone} choices={zones(me.time_zone)} />
      <fieldset>
        <legend>{text("profile.visibility")}</legend>
        {VISIBILITIES.map((one) => (
          <div key={one}>
            <label className="inline">
              <input
                type="radio"
                name="visibility"
                checked={visibility === one}
                onChange={() => {
                  setVisibility(one);
                }}
              />
              {text(`profile.visibility.${one}`)}
            </label>
          </div>
        ))}
      </fieldset>
      <button type="submit" className="primary" disabled={save.isPending}>
        {text("form.save")}
      </button>
      {save.isSuccess && <span role="status"> {text("form.saved")}</span>}
      {save.error && <Reason error={save.error} />}
    </form>
  );
}

function zones(present: string): readonly string[] {
  return [...new Set(["UTC", present, ...Intl.supportedValuesOf("timeZone")])];
}
