import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/organizations/$organization/moderation")({ component: () => null });
