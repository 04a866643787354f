import { ApiError } from "@progressive-flow/client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { queryClient } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Title } from "@/components/Title";
import { text } from "@/messages";

/** What every definition has, an achievement's and a skill's. */
interface Definition {
  readonly slug: string;
  readonly name: string;
  readonly is_active: boolean;
}

/** What the form of a definition is given. */
export interface FormState<T> {
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (body: T) => Promise<unknown>;
}

interface Props<C> {
  /** Names what is edited among all that is read; the slug comes last. */
  readonly name: readonly string[];
  readonly read: () => Promise<{ data?: Definition; response: Response }>;
  /** Saves it unless it was changed since the ETag was read. */
  readonly save: (changes: C, etag: string) => Promise<unknown>;
  /** Shows the form, given what may change. */
  readonly children: (first: Partial<C>, state: FormState<C>) => ReactNode;
}

/** A definition that is edited. It is read once, so that nothing replaces what is typed, and saved over what was read alone. */
export function Editing<C>({ name, read, save, children }: Props<C>) {
  const query = useQuery({
    queryKey: ["edited", ...name],
    staleTime: Infinity,
    gcTime: 0,
    queryFn: async () => {
      const { data, response } = await read();
      if (data === undefined) throw new ApiError(204, { detail: "The API answered without a body." }, null);
      return { saved: data, etag: response.headers.get("ETag") ?? "" };
    },
  });
  const saving = useMutation({
    mutationFn: ({ changes, etag }: { readonly changes: C; readonly etag: string }) => save(changes, etag),
    // The button waits until the new ETag is there.
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const outdated = saving.error instanceof ApiError && saving.error.status === 412;
  const shown = query.data?.saved.name ?? name.at(-1) ?? "";
  return (
    <>
      <Title name={shown}>
        {shown} {query.data?.saved.is_active === false && <span className="badge warn">{text("editor.retired")}</span>}
      </Title>
      <Loaded query={query}>
        {({ saved, etag }) => (
          <section className="card" key={query.dataUpdatedAt}>
            {children(changesOf<C>(saved), {
              pending: saving.isPending,
              error: saving.error,
              onSubmit: (changes) => saving.mutateAsync({ changes, etag }),
            })}
          </section>
        )}
      </Loaded>
      {saving.isSuccess && <p role="status">{text("form.saved")}</p>}
      {outdated && (
        <button
          type="button"
          onClick={() => {
            saving.reset();
            void query.refetch();
          }}
        >
          {text("editor.readAgain")}
        </button>
      )}
    </>
  );
}

/** Return what may change of a definition: everything but its slug. */
function changesOf<C>(saved: Definition): Partial<C> {
  return Object.fromEntries(Object.entries(saved).filter(([name]) => name !== "slug")) as Partial<C>;
}
