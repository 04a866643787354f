import { Check } from "@/components/Inputs";
import { text } from "@/messages";

import { ROLES, type Role } from "./roles";

interface Props {
  readonly roles: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
}

/** Roles to tick. */
export function RoleBoxes({ roles, onChange }: Props) {
  return (
    <fieldset>
      <legend>{text("members.roles")}</legend>
      {ROLES.map((role) => (
        <Check
          key={role}
          label={text(`role.${role}`)}
          checked={roles.includes(role)}
          onChange={(wanted) => {
            onChange(ROLES.filter((one) => (one === role ? wanted : roles.includes(one))));
          }}
        />
      ))}
    </fieldset>
  );
}
