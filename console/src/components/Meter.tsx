interface Props {
  readonly label: string;
  /** Share, 0 to 1. */
  readonly share: number;
}

/** A bar that shows a share; its label says the same in words. */
export function Meter({ label, share }: Props) {
  return (
    <div className="meter">
      <progress value={Math.min(1, share)} max={1} aria-label={label} />
      <span aria-hidden="true">{label}</span>
    </div>
  );
}
