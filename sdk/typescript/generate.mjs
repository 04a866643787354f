// Writes what the OpenAPI document says as TypeScript: the types of all operations, and the limits of fields that people fill in.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

/** Bodies whose fields clients show in forms: their limits and descriptions are needed when the program runs. */
const FORMS = [
  "AllOf",
  "AnyOf",
  "Condition",
  "DesignNodeInput",
  "Filter",
  "NewAccount",
  "NewAchievement",
  "NewAchievementRevocation",
  "NewSkill",
  "NewUnlockGrant",
  "NewXpCorrection",
];

const document = JSON.parse(await readFile(new URL("openapi.json", import.meta.url), "utf8"));
const options = { rootTypes: true, rootTypesNoSchemaPrefix: true };
const types = astToString(await openapiTS(document, options));
await writeFile(new URL("src/schema.ts", import.meta.url), types);

const fields = FORMS.map((name) => [name, fieldsOf(document.components.schemas[name])]);
const head = "/** The limits and descriptions of fields, by schema and name. */\n";
await writeFile(new URL("src/fields.ts", import.meta.url), `${head}export const fields = ${JSON.stringify(Object.fromEntries(fields), null, 2)} as const;\n`);

/** Return what a form needs to know of each field of a schema, by the field's name. */
function fieldsOf({ properties, required = [] }) {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, limits(schema, required.includes(name))]));
}

function limits(schema, required) {
  const typed = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
  const nullable = typed !== schema || undefined;
  const { type, enum: choices, minimum, exclusiveMinimum, maximum, maxLength, maxItems } = typed;
  const { description } = schema;
  const of = formsOf(typed.items ?? typed);
  return { type, choices, minimum: minimum ?? exclusiveMinimum, maximum, maxLength, maxItems, required, nullable, description, of };
}

/** Return the names of the schemas that a value, or each item of a list, has one of; undefined unless their fields are here too. */
function formsOf(schema) {
  const names = (schema.oneOf ?? [schema]).map(({ $ref }) => $ref?.split("/").at(-1));
  return names.every((name) => FORMS.includes(name)) ? names : undefined;
}
