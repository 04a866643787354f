import type { ReactNode } from "react";

interface Props {
  /** What scrolls, for who cannot see it. */
  readonly label: string;
  readonly children: ReactNode;
}

/** What scrolls by itself where it is wider than the screen, by the arrow keys too. */
export function Scroll({ label, children }: Props) {
  return (
    // A part that scrolls takes the focus, or nobody without a pointer reads its end.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
