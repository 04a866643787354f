import type { Member } from "@progressive-flow/client";

import { text } from "@/messages";

export type Role = Member["roles"][number];

/** What a member may be, in the order in which they are offered. */
export const ROLES: readonly Role[] = ["learner", "author", "reviewer", "instructor", "org_admin"];

/** Return a role in words; one that this console does not know stays as it is. */
export function roleName(role: string): string {
  return (ROLES as readonly string[]).includes(role) ? text(`role.${role as Role}`) : role;
}
