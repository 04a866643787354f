import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/organizations/$organization/items/$kind/$slug/reviews")({ component: () => null });
