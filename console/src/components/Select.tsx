interface Props<T extends string> {
  /** What is chosen, for who cannot see the words around it. */
  readonly label: string;
  /** The value that is chosen; empty for all. */
  readonly value: T | "";
  readonly onChange: (value: T | undefined) => void;
  /** Words for no choice. */
  readonly all: string;
  /** Values with their words, in the order in which they are offered. */
  readonly choices: readonly (readonly [T, string])[];
}

/** A choice within a line, as filters have it. */
export function Select<T extends string>({ label, value, onChange, all, choices }: Props<T>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        onChange((event.target.value || undefined) as T | undefined);
      }}
    >
      <option value="">{all}</option>
      {choices.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}
