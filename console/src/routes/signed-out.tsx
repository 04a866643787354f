import { createFileRoute } from "@tanstack/react-router";

import { Title } from "@/components/Title";
import { text } from "@/messages";

export const Route = createFileRoute("/signed-out")({ component: SignedOut });

function SignedOut() {
  return (
    <main className="page narrow">
      <Title name={text("signedOut.title")} />
      <p>{text("signedOut.about")}</p>
      <a className="button primary" href="/">
        {text("signedOut.again")}
      </a>
    </main>
  );
}
