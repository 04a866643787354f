import type { TestResult, TrialResult } from "@progressive-flow/client";

import { Scroll } from "@/components/Scroll";
import { text } from "@/messages";

type Result = TestResult | TrialResult;

/** What each test found: the outcome as a word and a sign, the message, and figures where the API shows them. */
export function ResultTable({ results }: { readonly results: readonly Result[] }) {
  return (
    <Scroll label={text("results.title")}>
      <table>
        <caption>{text("results.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("results.outcome")}</th>
            <th scope="col">{text("results.found")}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <tr key={result.id}>
              <td className={result.passed ? "good" : "bad"}>
                {result.passed ? `✓ ${text("results.met")}` : `✗ ${text("results.missed")}`}
              </td>
              <td>
                {"title" in result && result.title && <strong>{result.title} </strong>}
                {result.message}
                {"expected" in result && <Difference result={result} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Difference({ result: { expected, actual, passed } }: { readonly result: TestResult }) {
  if (passed || (expected == null && actual == null)) return null;
  return (
    <dl className="difference">
      <dt>{text("results.expected")}</dt>
      <dd>
        <code>{shown(expected)}</code>
      </dd>
      <dt>{text("results.actual")}</dt>
      <dd>
        <code>{shown(actual)}</code>
      </dd>
    </dl>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
