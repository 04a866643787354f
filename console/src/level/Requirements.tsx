import type { Requirements as RequirementsData, ShownCheck, ShownTest } from "@progressive-flow/client";

import { Scroll } from "@/components/Scroll";
import { kindName } from "@/canvas/marks";
import { compact, number, text } from "@/messages";

/** The load of a level as a table: what is done how often, with a bar for its share. */
export function Workload({ requirements }: { readonly requirements: RequirementsData }) {
  const { workload, load } = requirements;
  const most = Math.max(...workload.operations.map(({ rps }) => rps));
  return (
    <Scroll label={text("workload.title")}>
      <table>
        <caption>{text("workload.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("workload.operation")}</th>
            <th scope="col">{text("workload.from")}</th>
            <th scope="col">{text("workload.store")}</th>
            <th scope="col" className="number">
              {text("workload.rate")}
            </th>
            <th scope="col" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {workload.operations.map((operation) => (
            <tr key={operation.id}>
              <th scope="row">
                {operation.id.replaceAll("_", " ")}{" "}
                <span className="badge">{text(operation.kind === "read" ? "workload.read" : "workload.write")}</span>
              </th>
              <td>{operation.from?.map(kindName).join(", ") ?? kindName("client")}</td>
              <td>{operation.store.map(kindName).join(", ")}</td>
              <td className="number">{text("workload.perSecond", { rate: compact(operation.rps * load) })}</td>
              <td className="rate" aria-hidden="true">
                <progress value={operation.rps / most} max={1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {text("workload.items", { items: compact(workload.items), bytes: number(workload.item_bytes) })}
        {workload.regions > 1 && ` ${text("workload.regions", { count: workload.regions })}`}
        {workload.connections > 0 && ` ${text("workload.connections", { count: workload.connections })}`}
      </p>
    </Scroll>
  );
}

interface GoalsProps {
  readonly tests: readonly (ShownTest | ShownCheck)[];
  readonly hidden: number;
  readonly mustPass: readonly string[];
  readonly minScore: number;
}

/** What a submission must reach: a line for each test that is shown. */
export function Goals({ tests, hidden, mustPass, minScore }: GoalsProps) {
  const all = tests.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Scroll label={text("goals.title")}>
      <table>
        <caption>{text("goals.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("goals.goal")}</th>
            <th scope="col" className="number">
              {text("goals.weight")}
            </th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => (
            <tr key={test.id}>
              <td>
                {test.goal} {mustPass.includes(test.id) && <span className="badge warn">{text("goals.must")}</span>}
              </td>
              <td className="number">{Math.round((test.weight / all) * 100)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {text("goals.score", { score: minScore })} {hidden > 0 && text("goals.hidden", { count: hidden })}
      </p>
    </Scroll>
  );
}
