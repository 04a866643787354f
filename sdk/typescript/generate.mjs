// Writes what the OpenAPI document says as TypeScript: the types of all operations, and the limits of fields that people fill in.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

/** Bodies whose fields clients show in forms: their limits and descriptions are needed when the program runs. */
const FORMS = ["DesignNodeInput"];

const document = JSON.parse(await readFile(new URL("openapi.json", import.meta.url), "utf8"));
const options = { rootTypes: true, rootTypesNoSchemaPrefix: true };
const types = astToString(await openapiTS(document, options));
await writeFile(new URL("src/schema.ts", import.meta.url), types);

const fields = FORMS.map((name) => [name, Object.fromEntries(Object.entries(document.components.schemas[name].properties).map(limits))]);
const head = "/** The limits and descriptions of fields, by schema and name. */\n";
await writeFile(new URL("src/fields.ts", import.meta.url), `${head}export const fields = ${JSON.stringify(Object.fromEntries(fields), null, 2)} as const;\n`);

/** Return a field's name and what a form needs to know of it. */
function limits([name, schema]) {
  const typed = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
  const { type, enum: choices, minimum, exclusiveMinimum, maximum, maxLength } = typed;
  return [name, { type, choices, minimum: minimum ?? exclusiveMinimum, maximum, maxLength, description: schema.description }];
}
