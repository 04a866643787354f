import type { Extension } from "@codemirror/state";

/** Return the language support of a file by its name's ending; each is loaded when a level first has such a file. */
export async function languageOf(name: string): Promise<Extension> {
  switch (name.split(".").at(-1)) {
    case "html":
      return import("@codemirror/lang-html").then(({ html }) => html());
    case "css":
      return import("@codemirror/lang-css").then(({ css }) => css());
    case "py":
      return import("@codemirror/lang-python").then(({ python }) => python());
    case "sql":
      return import("@codemirror/lang-sql").then(({ sql, SQLite }) => sql({ dialect: SQLite }));
    case "ts":
      return import("@codemirror/lang-javascript").then(({ javascript }) => javascript({ typescript: true }));
    default:
      return import("@codemirror/lang-javascript").then(({ javascript }) => javascript());
  }
}
