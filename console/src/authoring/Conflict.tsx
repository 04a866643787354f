import { useQuery } from "@tanstack/react-query";

import { usePlatform } from "@/api";
import { Loaded } from "@/components/Loaded";
import { moment, text } from "@/messages";

import { Difference } from "./Difference";
import { type Draft, type Place, readDraft } from "./item";

interface Props {
  readonly place: Place;
  /** The revision that the text here is based on. */
  readonly since: number;
  readonly onOverwrite: (theirs: Draft) => void;
  readonly onTake: (theirs: Draft) => void;
}

/** Somebody saved the draft meanwhile: who, what they changed, and the two ways to go on. What was typed stays until then. */
export function Conflict({ place, since, onOverwrite, onTake }: Props) {
  const { api } = usePlatform();
  const query = useQuery({ queryKey: ["conflict", place, since], queryFn: () => readDraft(api, place), staleTime: 0 });
  return (
    <section className="reason" role="alert">
      <h2>{text("conflict.title")}</h2>
      <Loaded query={query}>
        {(theirs) => (
          <>
            <p>
              {text("conflict.about", {
                who: theirs.item.saved_by ?? text("somebody"),
                revision: theirs.item.revision,
                when: moment(theirs.item.saved_at),
                since,
              })}
            </p>
            <Difference place={place} since={since} revision={theirs.item.revision} />
            <p className="row">
              <button
                type="button"
                className="danger"
                onClick={() => {
                  onOverwrite(theirs);
                }}
              >
                {text("conflict.overwrite")}
              </button>
              <button
                type="button"
                onClick={() => {
                  onTake(theirs);
                }}
              >
                {text("conflict.take")}
              </button>
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}
