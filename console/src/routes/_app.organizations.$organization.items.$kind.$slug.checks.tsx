import { ApiError, type Check, type Report, body } from "@progressive-flow/client";
import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";

import { usePlatform } from "@/api";
import { FindingList } from "@/authoring/FindingList";
import { type Place, useDraft } from "@/authoring/item";
import { Action } from "@/components/Action";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { moment, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/checks")({ component: ChecksTab });

const PATH = "/v1/organizations/{organization}/items/{kind}/{slug}/checks";
const POLL_MS = 1000;

/** What stands against a publication of the draft, and how far a check of it is. */
function ChecksTab() {
  const place = Route.useParams();
  const query = useDraft(place);
  return <Loaded query={query}>{({ item }) => <Checked place={place} revision={item.revision} />}</Loaded>;
}

function useCheck(place: Place, revision: number) {
  const { api } = usePlatform();
  return useQuery({
    queryKey: ["get", PATH, { ...place }, revision],
    queryFn: async (): Promise<Check | null> => {
      try {
        return await body(api.GET(`${PATH}/{revision}`, { params: { path: { ...place, revision } } }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_MS : false),
  });
}

function Checked({ place, revision }: { readonly place: Place; readonly revision: number }) {
  const { api } = usePlatform();
  const query = useCheck(place, revision);
  return (
    <>
      <p className="row">
        <Action
          label={text("checks.start", { revision })}
          className="primary"
          disabled={query.data?.state === "running"}
          run={() => body(api.POST(PATH, { params: { path: { ...place } }, body: { revision } }))}
        />
      </p>
      <Loaded query={query}>
        {(check) => (check ? <Found place={place} check={check} /> : <p>{text("checks.none", { revision })}</p>)}
      </Loaded>
    </>
  );
}

const WORDS = { running: "", passed: "good", failed: "bad" } as const;

function Found({ place, check }: { readonly place: Place; readonly check: Check }) {
  return (
    <section className="card">
      <div role="status">
        <h2 className={WORDS[check.state]}>{text(`checks.${check.state}`)}</h2>
      </div>
      {check.state === "running" && <Meter label={text("checks.progress")} share={check.progress} />}
      {check.finished_at !== null && <p className="quiet">{text("checks.finished", { when: moment(check.finished_at) })}</p>}
      {check.report && (
        <>
          <FindingList place={place} title={text("checks.problems")} findings={check.report.problems} />
          <FindingList place={place} title={text("checks.warnings")} findings={check.report.warnings} />
          {check.report.solutions && check.report.solutions.tried > 0 && (
            <Solutions solutions={check.report.solutions} compatible={check.is_compatible} />
          )}
        </>
      )}
    </section>
  );
}

interface SolutionsProps {
  readonly solutions: NonNullable<Report["solutions"]>;
  readonly compatible: boolean | null;
}

function Solutions({ solutions, compatible }: SolutionsProps) {
  const broken = Object.entries(solutions.broken_tests);
  return (
    <section>
      <h3>{text("checks.solutions")}</h3>
      <p>
        {text("checks.tried", { count: solutions.tried, before: solutions.passed_before, now: solutions.pass_now })}{" "}
        {compatible !== null && (
          <strong className={compatible ? "good" : "warn"}>{text(compatible ? "checks.compatible" : "checks.breaking")}</strong>
        )}
      </p>
      {solutions.failing_references.length > 0 && (
        <p className="warn">{text("checks.references", { versions: solutions.failing_references.join(", ") })}</p>
      )}
      {broken.length > 0 && (
        <ul>
          {broken.map(([test, count]) => (
            <li key={test}>{text("checks.broken", { test, count })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
