import { type Organization, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Check, Choice } from "@/components/Inputs";
import { text } from "@/messages";

interface Props {
  readonly organization: Organization;
  /** Whether the platform's administrator changes it, who sets limits as well. */
  readonly operator: boolean;
}

/** The settings of an organization. What was not changed is not sent. */
export function Settings({ organization, operator }: Props) {
  const { api } = usePlatform();
  const [changes, setChanges] = useState<Partial<Organization>>({});
  const [domains, setDomains] = useState(organization.email_domains.join("\n"));
  const shown = { ...organization, ...changes };
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PATCH("/v1/organizations/{organization}", {
          params: { path: { organization: organization.slug } },
          body: { ...changes, ...(domains !== organization.email_domains.join("\n") && { email_domains: lines(domains) }) },
        }),
      ),
    onSuccess: () => {
      setChanges({});
      refresh();
    },
  });
  function set(changed: Partial<Organization>) {
    setChanges({ ...changes, ...changed });
  }
  function whole(name: "reviews_required" | "max_members" | "max_items" | "max_bytes") {
    const value = shown[name];
    return {
      label: text(`settings.${name}`),
      type: "number",
      required: true,
      value: value === null || Number.isNaN(value) ? "" : String(value),
      onChange: (typed: string) => {
        set({ [name]: typed === "" ? NaN : Number(typed) });
      },
    };
  }
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{text("settings.title")}</h2>
      <Field
        label={text("settings.name")}
        value={shown.name}
        required
        onChange={(name) => {
          set({ name });
        }}
      />
      <Field
        label={text("settings.domains")}
        about={text("settings.domains.about")}
        value={domains}
        onChange={setDomains}
        rows={3}
      />
      <Field {...whole("reviews_required")} about={text("settings.reviews.about")} />
      <Check
        label={text("settings.shared")}
        checked={shown.shared_drafts}
        onChange={(shared_drafts) => {
          set({ shared_drafts });
        }}
      />
      <Check
        label={text("settings.boards")}
        checked={shown.leaderboards}
        onChange={(leaderboards) => {
          set({ leaderboards });
        }}
      />
      {operator && (
        <fieldset>
          <legend>{text("settings.limits")}</legend>
          <Field {...whole("max_members")} />
          <Field {...whole("max_items")} />
          <Field {...whole("max_bytes")} />
          <Choice
            label={text("settings.xp")}
            value={shown.xp_scope}
            onChange={(xp_scope) => {
              set({ xp_scope });
            }}
            choices={[
              ["platform", text("settings.xp.platform")],
              ["organization", text("settings.xp.organization")],
            ]}
          />
          <Choice
            label={text("organizations.status")}
            value={shown.status}
            onChange={(status) => {
              set({ status });
            }}
            choices={[
              ["active", text("organizations.status.active")],
              ["closed", text("organizations.status.closed")],
            ]}
          />
        </fieldset>
      )}
      <button type="submit" className="primary" disabled={save.isPending}>
        {text("form.save")}
      </button>
      {save.isSuccess && <span role="status"> {text("form.saved")}</span>}
      {save.error && <Reason error={save.error} />}
    </form>
  );
}

/** Return what a longer text names, one a line or separated by commas. */
export function lines(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter((one) => one !== "");
}
