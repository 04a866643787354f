import { type ReactNode, useState } from "react";

import { text } from "@/messages";

interface Props {
  readonly label: string;
  readonly words: string;
  /** Takes the words that were searched for; undefined for none. */
  readonly onSearch: (words: string | undefined) => void;
  /** Whether it searches with each letter: only where all rows are here. */
  readonly live?: boolean;
  /** Further filters. */
  readonly children?: ReactNode;
}

/** A field of words to search for, and the filters beside it. */
export function Search({ label, words, onSearch, live = false, children }: Props) {
  const [typed, setTyped] = useState(words);
  return (
    <form
      className="row"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim() || undefined);
      }}
    >
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          if (live) onSearch(event.target.value || undefined);
        }}
      />
      {!live && <button type="submit">{text("list.search")}</button>}
      {children}
    </form>
  );
}
