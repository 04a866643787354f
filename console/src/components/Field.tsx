import { useId } from "react";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly about?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly autoComplete?: string;
  /** Values to choose from; any text may be typed if they are not given. */
  readonly choices?: readonly string[];
  /** Rows of a longer text. */
  readonly rows?: number;
}

/** A labelled field: a line of text, a longer one, or a choice. */
export function Field({ label, value, onChange, about, choices, rows, type = "text", required, autoComplete }: Props) {
  const id = useId();
  const shared = {
    id,
    value,
    "aria-describedby": about === undefined ? undefined : `${id}-about`,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      onChange(event.target.value);
    },
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {choices ? (
        <select {...shared}>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : rows ? (
        <textarea {...shared} rows={rows} required={required} />
      ) : (
        <input {...shared} type={type} required={required} autoComplete={autoComplete ?? "off"} />
      )}
      {about !== undefined && (
        <div className="about" id={`${id}-about`}>
          {about}
        </div>
      )}
    </div>
  );
}
