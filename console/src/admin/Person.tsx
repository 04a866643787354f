import { Link } from "@tanstack/react-router";

/** Somebody by their id: a link to their page. */
export function Person({ id }: { readonly id: string }) {
  return (
    <Link to="/admin/learners/$id" params={{ id }}>
      <code>{id}</code>
    </Link>
  );
}
