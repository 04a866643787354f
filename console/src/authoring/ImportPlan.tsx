import { type Import, body } from "@progressive-flow/client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { refresh, usePlatform } from "@/api";
import { DataTable } from "@/components/DataTable";
import { Reason } from "@/components/Failure";
import { Check } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { text } from "@/messages";

import { type Kind, KINDS } from "./item";

interface Props {
  readonly organization: string;
  readonly id: string;
}

const IMPORT = "/v1/organizations/{organization}/imports/{import_id}";
const POLL_MS = 1000;
const WORKING = ["planning", "applying"];

/** An import: what it would change of the drafts, and the change itself. */
export function ImportPlan({ organization, id }: Props) {
  const { api } = usePlatform();
  const query = useQuery({
    queryKey: ["get", IMPORT, organization, id],
    queryFn: () => body(api.GET(IMPORT, { params: { path: { organization, import_id: id } } })),
    refetchInterval: ({ state }) => (WORKING.includes(state.data?.state ?? "") ? POLL_MS : false),
  });
  const state = query.data?.state;
  useEffect(() => {
    // The list of imports and the drafts are other ones now.
    if (state !== undefined && !WORKING.includes(state)) refresh();
  }, [state]);
  return (
    <section className="card" aria-live="polite">
      <Loaded query={query}>
        {(found) => (
          <>
            <h2>{text("imports.one", { name: found.file_name })}</h2>
            <p>{text(`imports.${found.state}`)}</p>
            {WORKING.includes(found.state) && <Meter label={text("imports.working")} share={found.progress} />}
            {found.problem && <p className="reason">{found.problem.detail}</p>}
            {found.plan && <Plan organization={organization} plan={found.plan} />}
            {found.state === "planned" && found.plan && found.plan.added + found.plan.changed > 0 && (
              <Apply organization={organization} id={id} conflicts={found.plan.conflicts} />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Plan({ organization, plan }: { readonly organization: string; readonly plan: NonNullable<Import["plan"]> }) {
  return (
    <>
      <p>
        {text("plan.counts", {
          added: plan.added,
          changed: plan.changed,
          unchanged: plan.unchanged,
          conflicts: plan.conflicts,
        })}
      </p>
      {plan.problems.length > 0 && (
        <ul>
          {plan.problems.map(({ file, place, message }) => (
            <li key={`${file} ${place} ${message}`} className="bad">
              <code>
                {file} {place}
              </code>{" "}
              {message}
            </li>
          ))}
        </ul>
      )}
      {plan.changes.length > 0 && (
        <DataTable
          caption={text("plan.title")}
          rows={plan.changes}
          keyOf={({ kind, slug }) => `${kind} ${slug}`}
          columns={[
            {
              name: text("plan.item"),
              cell: ({ kind, slug, what }) =>
                what === "changed" && KINDS.includes(kind as Kind) ? (
                  <Link to="/organizations/$organization/items/$kind/$slug" params={{ organization, kind: kind as Kind, slug }}>
                    {kind} {slug}
                  </Link>
                ) : (
                  `${kind} ${slug}`
                ),
            },
            { name: text("changes.what"), cell: ({ what }) => text(`changes.${what}`) },
            { name: text("plan.fields"), cell: ({ fields }) => fields.join(", ") },
            {
              name: text("plan.conflict"),
              cell: ({ conflict }) => conflict && <strong className="warn">{text("plan.edited")}</strong>,
            },
          ]}
        />
      )}
      {plan.absent.length > 0 && <p className="quiet">{text("plan.absent", { items: plan.absent.join(", ") })}</p>}
      {plan.ignored.length > 0 && <p className="quiet">{text("plan.ignored", { files: plan.ignored.join(", ") })}</p>}
    </>
  );
}

function Apply({ organization, id, conflicts }: Props & { readonly conflicts: number }) {
  const { api } = usePlatform();
  const [overwrite, setOverwrite] = useState(false);
  const apply = useMutation({
    mutationFn: () =>
      body(api.POST(`${IMPORT}/application`, { params: { path: { organization, import_id: id } }, body: { overwrite } })),
    onSuccess: refresh,
  });
  return (
    <div className="actions">
      {conflicts > 0 && <Check label={text("plan.overwrite")} checked={overwrite} onChange={setOverwrite} />}
      <button
        type="button"
        className="primary"
        disabled={apply.isPending || (conflicts > 0 && !overwrite)}
        onClick={() => {
          apply.mutate();
        }}
      >
        {text("plan.apply")}
      </button>
      {apply.error && <Reason error={apply.error} />}
    </div>
  );
}
