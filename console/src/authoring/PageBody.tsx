import { useQueries } from "@tanstack/react-query";
import { body } from "@progressive-flow/client";
import { useId, useMemo } from "react";

import { usePlatform } from "@/api";
import { Prose } from "@/components/Prose";
import { text } from "@/messages";

import type { Place } from "./item";
import { type Parsed, withValue } from "./yaml";

interface Props {
  readonly place: Place;
  readonly parsed: Parsed;
  readonly edit: (change: (before: string) => string) => void;
}

/** The Markdown of a page, and what it looks like. */
export function PageBody({ place, parsed, edit }: Props) {
  const id = useId();
  const value: unknown = parsed.get("body");
  const source = typeof value === "string" ? value : "";
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{text("page.body")}</label>
        <textarea
          id={id}
          className="code"
          rows={16}
          value={source}
          aria-describedby={`${id}-about`}
          onChange={({ target }) => {
            edit((before) => withValue(before, ["body"], target.value));
          }}
        />
        <div className="about" id={`${id}-about`}>
          {text("page.body.about")}
        </div>
      </div>
      <section className="card" aria-label={text("page.preview")}>
        <h2>{text("page.preview")}</h2>
        <PageProse organization={place.organization} source={source} />
      </section>
    </>
  );
}

const UPLOAD = /\bupload:([0-9a-f-]{36})\b/g;

/** A page's Markdown with its images: each upload is shown from its link, which ends after fifteen minutes. */
export function PageProse({ organization, source }: { readonly organization: string; readonly source: string }) {
  const { api } = usePlatform();
  const ids = useMemo(() => [...new Set(Array.from(source.matchAll(UPLOAD), ([, id]) => id ?? ""))], [source]);
  const links = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["upload", organization, id],
      staleTime: 600_000,
      queryFn: () =>
        body(
          api.GET("/v1/organizations/{organization}/uploads/{upload_id}", { params: { path: { organization, upload_id: id } } }),
        ),
    })),
  });
  const urls = new Map(ids.map((id, at) => [id, links[at]?.data?.url ?? null]));
  return <Prose source={source.replace(UPLOAD, (whole, id: string) => urls.get(id) ?? whole)} />;
}
