import { Link } from "@tanstack/react-router";

import { text } from "@/messages";

import { Title } from "./Title";

/** What an address without a page shows. */
export function NotFound() {
  return (
    <main className="page narrow">
      <Title name={text("notFound.title")} />
      <p>{text("notFound.about")}</p>
      <Link to="/" className="button">
        {text("failure.home")}
      </Link>
    </main>
  );
}
