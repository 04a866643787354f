import { createFileRoute } from "@tanstack/react-router";

import { text } from "@/messages";

export const Route = createFileRoute("/signed-out")({ component: SignedOut });

function SignedOut() {
  return (
    <main className="page narrow">
      <h1>{text("signedOut.title")}</h1>
      <p>{text("signedOut.about")}</p>
      <a className="button primary" href="/">
        {text("signedOut.again")}
      </a>
    </main>
  );
}
