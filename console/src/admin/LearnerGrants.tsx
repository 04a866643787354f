import { type ChallengeRow, type LearnerGrant, type NewUnlockGrant, body } from "@progressive-flow/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { refresh, usePlatform } from "@/api";
import { Dialog } from "@/components/Dialog";
import { DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { aboutOf, fieldsOf, titleOf } from "@/components/limits";
import { useAllPages, usePages } from "@/components/pages";
import { moment, text } from "@/messages";

import { ChoiceList } from "./ChoiceList";
import { Person } from "./Person";
import { SchemaForm } from "./SchemaForm";

/** Challenges that were opened for a learner by a grant; a grant is made and taken back with a reason. */
export function LearnerGrants({ userId }: { readonly userId: string }) {
  const [revoking, setRevoking] = useState<LearnerGrant | null>(null);
  const query = usePages<LearnerGrant>("/v1/admin/learners/{user_id}/unlock-grants", { path: { user_id: userId } });
  function close() {
    setRevoking(null);
  }
  return (
    <section className="card">
      <h2>{text("grants.title")}</h2>
      <Grant userId={userId} />
      <Loaded query={query}>
        {(rows) => (
          <DataTable
            caption={text("grants.table")}
            rows={rows}
            keyOf={({ challenge }) => challenge}
            columns={[
              { name: text("statistics.challenge"), cell: ({ title }) => title },
              { name: text("reason.title"), cell: ({ reason }) => reason },
              { name: text("grants.by"), cell: ({ granted_by }) => <Person id={granted_by} /> },
              { name: text("attempts.when"), cell: ({ created_at }) => moment(created_at) },
              {
                name: text("grants.revoke"),
                cell: (grant) => (
                  <button
                    type="button"
                    aria-label={text("grants.revokeOf", { title: grant.title })}
                    onClick={() => {
                      setRevoking(grant);
                    }}
                  >
                    {text("grants.revoke")}
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <MorePages query={query} />
      {revoking && <Revocation userId={userId} grant={revoking} onClose={close} />}
    </section>
  );
}

function Grant({ userId }: { readonly userId: string }) {
  const { api } = usePlatform();
  const [round, setRound] = useState(0);
  const challenges = useAllPages<ChallengeRow>("/v1/challenges");
  const grant = useMutation({
    mutationFn: (unlocks: NewUnlockGrant) => body(api.POST("/v1/admin/unlock-grants", { body: unlocks })),
    onSuccess: () => {
      setRound(round + 1);
      refresh();
    },
  });
  return (
    <details>
      <summary>{text("grants.new")}</summary>
      <SchemaForm<NewUnlockGrant>
        key={round}
        schema="NewUnlockGrant"
        first={{ user_id: userId, challenge_slugs: [] }}
        hidden={["user_id"]}
        custom={{
          challenge_slugs: (value, onChange) => (
            <ChoiceList
              title={titleOf("challenges")}
              about={aboutOf(fieldsOf("NewUnlockGrant").challenge_slugs ?? {})}
              choices={challenges.data ?? []}
              chosen={value as readonly string[]}
              onChange={onChange}
            />
          ),
        }}
        submit={text("grants.submit")}
        pending={grant.isPending}
        error={grant.error}
        onSubmit={grant.mutateAsync}
      />
      {grant.data && (
        <p role="status">
          {text("grants.done", { unlocked: list(grant.data.unlocked), already: list(grant.data.already_unlocked) })}
        </p>
      )}
    </details>
  );
}

function list(slugs: readonly string[]): string {
  return slugs.length > 0 ? slugs.join(", ") : text("grants.none");
}

interface RevocationProps {
  readonly userId: string;
  readonly grant: LearnerGrant;
  readonly onClose: () => void;
}

function Revocation({ userId, grant: { challenge, title }, onClose }: RevocationProps) {
  const { api } = usePlatform();
  const revoke = useMutation({
    mutationFn: ({ reason }: NewUnlockGrant) =>
      body(
        api.DELETE("/v1/admin/unlock-grants/{user_id}/{slug}", {
          params: { path: { user_id: userId, slug: challenge }, query: { reason } },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <Dialog title={text("grants.revokeOf", { title })} onClose={onClose}>
      {revoke.data ? (
        <p role="status">{text(revoke.data.still_unlocked ? "grants.stillOpen" : "grants.revoked")}</p>
      ) : (
        <SchemaForm<NewUnlockGrant>
          schema="NewUnlockGrant"
          first={{}}
          hidden={["user_id", "challenge_slugs"]}
          submit={text("grants.revoke")}
          pending={revoke.isPending}
          error={revoke.error}
          onSubmit={revoke.mutateAsync}
        />
      )}
    </Dialog>
  );
}
