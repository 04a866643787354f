import { type LearnerRow, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Reason } from "@/components/Failure";
import { Field } from "@/components/Field";
import { text } from "@/messages";

import { RoleBoxes } from "./RoleBoxes";
import type { Role } from "./roles";

/** How the platform's administrator makes somebody a member: an organization begins without any. */
export function AddMember({ organization }: { readonly organization: string }) {
  const { api } = usePlatform();
  const [words, setWords] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>(["org_admin"]);
  const find = useMutation({
    mutationFn: (search: string) => body(api.GET("/v1/admin/learners", { params: { query: { search, limit: 10 } } })),
  });
  const add = useMutation({
    mutationFn: ({ id }: LearnerRow) =>
      body(
        api.PUT("/v1/organizations/{organization}/members/{user_id}", {
          params: { path: { organization, user_id: id } },
          body: { roles: [...roles] },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <section className="card">
      <h2>{text("addMember.title")}</h2>
      <RoleBoxes roles={roles} onChange={setRoles} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          find.mutate(words.trim());
        }}
      >
        <Field label={text("addMember.search")} value={words} onChange={setWords} required />
        <button type="submit" disabled={find.isPending}>
          {text("list.search")}
        </button>
      </form>
      {find.error && <Reason error={find.error} />}
      {find.data?.items.length === 0 && <p role="status">{text("addMember.none")}</p>}
      <ul className="plainlist">
        {find.data?.items.map((person) => (
          <li key={person.id} className="row actions">
            <bdi>{person.display_name ?? person.username}</bdi> <span className="quiet">{person.email}</span>
            <button
              type="button"
              disabled={add.isPending}
              onClick={() => {
                add.mutate(person);
              }}
            >
              {text("addMember.add")}
              <span className="unseen"> {person.username}</span>
            </button>
          </li>
        ))}
      </ul>
      {add.error && <Reason error={add.error} />}
      {add.data && <p role="status">{text("addMember.done", { name: add.data.username })}</p>}
    </section>
  );
}
