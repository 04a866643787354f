import { text } from "@/messages";

interface Props {
  readonly pending: boolean;
  readonly onGrade: () => void;
}

/** Grades a submission against the draft; nothing is recorded. */
export function Grade({ pending, onGrade }: Props) {
  return (
    <div className="row actions">
      <button type="button" className="primary" disabled={pending} onClick={onGrade}>
        {text(pending ? "level.submitting" : "try.grade")}
      </button>
    </div>
  );
}
