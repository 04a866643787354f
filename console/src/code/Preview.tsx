import { useEffect, useRef, useState } from "react";

import { text } from "@/messages";

import type { FileMap } from "./submission";

interface Props {
  /** Host that shows pages and nothing else. */
  readonly origin: string;
  readonly files: FileMap;
}

interface Printed {
  readonly level: string;
  readonly text: string;
}

const MOST_LINES = 200;

/** The learner's page, on a host of its own in a frame without rights. It runs when somebody asks, and stops with the frame. */
export function Preview({ origin, files }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [run, setRun] = useState<{ readonly number: number; readonly page: ReturnType<typeof pageOf> } | null>(null);
  const [printed, setPrinted] = useState<readonly Printed[]>([]);
  useEffect(() => {
    function onMessage(event: MessageEvent<unknown>) {
      const shown = frame.current?.contentWindow;
      if (!shown || event.source !== shown) return;
      if (isReady(event.data)) {
        shown.postMessage(run?.page, "*");
        return;
      }
      const line = lineOf(event.data);
      if (line) setPrinted((before) => [...before, line].slice(-MOST_LINES));
    }
    addEventListener("message", onMessage);
    return () => {
      removeEventListener("message", onMessage);
    };
  }, [run]);
  return (
    <section className="preview" aria-label={text("preview.title")}>
      <div className="row">
        <button
          type="button"
          onClick={() => {
            setPrinted([]);
            setRun({ number: (run?.number ?? 0) + 1, page: pageOf(files) });
          }}
        >
          {text(run ? "preview.again" : "preview.run")}
        </button>
        {run && (
          <button
            type="button"
            onClick={() => {
              setRun(null);
            }}
          >
            {text("preview.stop")}
          </button>
        )}
      </div>
      {run && (
        <iframe
          key={run.number}
          ref={frame}
          title={text("preview.title")}
          sandbox="allow-scripts"
          src={`${origin}/preview.html`}
        />
      )}
      {printed.length > 0 && (
        <pre aria-label={text("preview.console")}>{printed.map(({ level, text: words }) => `${level}: ${words}`).join("\n")}</pre>
      )}
    </section>
  );
}

/** What the preview's host takes: the three files of a page. */
function pageOf(files: FileMap) {
  return { html: files["index.html"] ?? "", css: files["style.css"] ?? "", js: files["script.js"] ?? "" };
}

function isReady(data: unknown): boolean {
  return typeof data === "object" && data !== null && "type" in data && data.type === "ready";
}

/** Nothing that a learner's page sends is trusted: it is shown as text, and cut. */
function lineOf(data: unknown): Printed | null {
  if (typeof data !== "object" || data === null || !("text" in data)) return null;
  const level = "level" in data ? String(data.level) : "error";
  return { level: level.slice(0, 10), text: String(data.text).slice(0, 2000) };
}
