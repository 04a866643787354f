import { useMutation } from "@tanstack/react-query";
import { Link, createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { refresh, useApi, usePlatform } from "@/api";
import { type Kind, KINDS, readDraft, saveDraft } from "@/authoring/item";
import { type Start, documentOf } from "@/authoring/starts";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { Choice } from "@/components/Inputs";
import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/new")({ component: NewItem });

const EMPTY: Start = { slug: "", title: "", description: "", track: "", lesson: "", order: "1" };

/** Begin an item: with the least that its kind must say, or as a copy of another one. */
function NewItem() {
  const { api } = usePlatform();
  const { organization } = Route.useParams();
  const navigate = Route.useNavigate();
  const [kind, setKind] = useState<Kind>("challenge");
  const [start, setStart] = useState(EMPTY);
  const [copied, setCopied] = useState("");
  const begin = useMutation({
    mutationFn: async () => {
      const like = copied === "" ? null : (await readDraft(api, { organization, kind, slug: copied })).item.document;
      const place = { organization, kind, slug: start.slug };
      await saveDraft(api, place, documentOf(kind, start, like));
      return place;
    },
    onSuccess: (params) => {
      refresh();
      void navigate({ to: "/organizations/$organization/items/$kind/$slug", params });
    },
  });
  function field(name: keyof Start) {
    return {
      value: start[name],
      onChange: (typed: string) => {
        setStart({ ...start, [name]: typed });
      },
      required: true,
    };
  }
  return (
    <>
      <p className="quiet">
        <Link to="/organizations/$organization/items" params={{ organization }}>
          {text("items.back")}
        </Link>
      </p>
      <Title name={text("items.new")} />
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <Choice
          label={text("items.kind")}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen);
            setCopied("");
          }}
          choices={KINDS.map((one) => [one, text(`kind.${one}`)])}
        />
        <Field label={text("form.title")} {...field("title")} />
        <Field label={text("new.slug")} about={text("new.slug.about")} {...field("slug")} />
        <Field label={text("form.description")} rows={3} {...field("description")} />
        {kind !== "track" && (
          <>
            <Field label={text("form.track")} about={text("new.track.about")} {...field("track")} />
            <Field label={text("form.lesson")} about={text("new.lesson.about")} {...field("lesson")} />
          </>
        )}
        <Field label={text("form.order")} type="number" {...field("order")} />
        <Like organization={organization} kind={kind} value={copied} onChange={setCopied} />
        <button type="submit" className="primary" disabled={begin.isPending}>
          {text("new.begin")}
        </button>
        {begin.error && <Reason error={begin.error} />}
      </form>
    </>
  );
}

interface LikeProps {
  readonly organization: string;
  readonly kind: Kind;
  readonly value: string;
  readonly onChange: (slug: string) => void;
}

function Like({ organization, kind, value, onChange }: LikeProps) {
  const items = useApi().useQuery("get", "/v1/organizations/{organization}/items", {
    params: { path: { organization }, query: { kind, limit: 100 } },
  });
  const choices = (items.data?.items ?? []).map(({ slug, title }) => [slug, title] as const);
  return <Choice label={text("new.like")} value={value} onChange={onChange} choices={[["", text("new.empty")], ...choices]} />;
}
