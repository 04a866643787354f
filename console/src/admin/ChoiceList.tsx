import { useId, useState } from "react";

import { text } from "@/messages";

export interface Choice {
  /** What the API calls it. */
  readonly slug: string;
  readonly title: string;
}

interface Props {
  readonly title: string;
  readonly about: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several of many: boxes to tick, found by typing. What is chosen is always shown. */
export function ChoiceList({ title, about, choices, chosen, onChange }: Props) {
  const id = useId();
  const [words, setWords] = useState("");
  const found = choices.filter(
    (choice) => chosen.includes(choice.slug) || `${choice.title} ${choice.slug}`.toLowerCase().includes(words.toLowerCase()),
  );
  return (
    <fieldset aria-describedby={id}>
      <legend>
        {title} ({text("choice.chosen", { count: chosen.length })})
      </legend>
      <p className="quiet" id={id}>
        {about}
      </p>
      <input
        type="search"
        aria-label={text("choice.search", { what: title })}
        placeholder={text("choice.search", { what: title })}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      <ul className="choices">
        {found.map((choice) => (
          <li key={choice.slug}>
            <label className="inline">
              <input
                type="checkbox"
                checked={chosen.includes(choice.slug)}
                onChange={(event) => {
                  const others = chosen.filter((slug) => slug !== choice.slug);
                  onChange(event.target.checked ? [...others, choice.slug] : others);
                }}
              />
              {choice.title} <code>{choice.slug}</code>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
