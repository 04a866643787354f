import { Link } from "@tanstack/react-router";

import { text } from "@/messages";

/** What an address without a page shows. */
export function NotFound() {
  return (
    <main className="page narrow">
      <h1>{text("notFound.title")}</h1>
      <p>{text("notFound.about")}</p>
      <Link to="/" className="button">
        {text("failure.home")}
      </Link>
    </main>
  );
}
