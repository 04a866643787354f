import { text } from "@/messages";

interface Props {
  /** What the page is about, which tabs and histories of browsers show as well. */
  readonly name: string;
  /** The heading, where it is more than the name. */
  readonly children?: React.ReactNode;
}

/** A page's heading and the title of its document. */
export function Title({ name, children = name }: Props) {
  return (
    <>
      <title>{`${name} · ${text("app.name")}`}</title>
      <h1>{children}</h1>
    </>
  );
}
