import { type Member, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Action } from "@/components/Action";
import { Dialog } from "@/components/Dialog";
import { Reason } from "@/components/Failure";
import { Check } from "@/components/Inputs";
import { text } from "@/messages";

import { RoleBoxes } from "./RoleBoxes";

interface Props {
  readonly organization: string;
  readonly member: Member;
  readonly onClose: () => void;
}

/** A member's roles, whether they are suspended, and their removal. */
export function MemberDialog({ organization, member, onClose }: Props) {
  const { api } = usePlatform();
  const [roles, setRoles] = useState<readonly Member["roles"][number][]>(member.roles);
  const [suspended, setSuspended] = useState(member.status === "suspended");
  const path = { organization, user_id: member.user_id };
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PUT("/v1/organizations/{organization}/members/{user_id}", {
          params: { path },
          body: { roles: [...roles], status: suspended ? "suspended" : "active" },
        }),
      ),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title={member.display_name ?? member.username} onClose={onClose}>
      <p className="quiet">
        {member.username} {member.email}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <RoleBoxes roles={roles} onChange={setRoles} />
        <Check label={text("members.suspend")} checked={suspended} onChange={setSuspended} />
        <div className="row actions">
          <button type="submit" className="primary" disabled={save.isPending}>
            {text("form.save")}
          </button>
          <Action
            label={text("members.remove")}
            of={member.username}
            className="danger"
            confirm={text("members.remove.about")}
            run={() => api.DELETE("/v1/organizations/{organization}/members/{user_id}", { params: { path } })}
            onDone={onClose}
          />
        </div>
        {save.error && <Reason error={save.error} />}
      </form>
    </Dialog>
  );
}
