import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/organizations/$organization/transfers")({ component: () => null });
