import type { NewAchievement, SavedAchievement } from "@progressive-flow/client";

import { fieldsOf } from "@/components/limits";
import { useAllPages } from "@/components/pages";
import { text } from "@/messages";

import { Criteria } from "./Criteria";
import type { FormState } from "./Editing";
import { SchemaField, type Value } from "./SchemaField";
import { type Custom, SchemaForm } from "./SchemaForm";
import type { Draft } from "./criteria";

interface Props {
  readonly first: Partial<NewAchievement>;
  readonly hidden: readonly (keyof NewAchievement)[];
  readonly submit: string;
  readonly state: FormState<NewAchievement>;
}

/** The form of an achievement; its criteria in the forms that the API's document names. */
export function AchievementForm({ first, hidden, submit, state }: Props) {
  return (
    <SchemaForm<NewAchievement>
      schema="NewAchievement"
      first={first}
      hidden={hidden}
      custom={{ criteria, icon_url: icon }}
      submit={submit}
      {...state}
    />
  );
}

const criteria: Custom = (value, onChange) => {
  return (
    <fieldset>
      <legend>{text("criteria.title")}</legend>
      <Criteria of={fieldsOf("NewAchievement").criteria?.of ?? []} value={value as Draft} onChange={onChange} />
    </fieldset>
  );
};

const icon: Custom = (value, onChange) => <Icon value={value as Value} onChange={onChange} />;

/** The address of an icon, proposed from those that achievements have. */
function Icon({ value, onChange }: { readonly value: Value; readonly onChange: (value: Value) => void }) {
  const achievements = useAllPages<SavedAchievement>("/v1/admin/achievements");
  const known = new Set(achievements.data?.map(({ icon_url }) => icon_url).filter((url) => url !== null));
  return (
    <>
      {typeof value === "string" && known.has(value) && <img src={value} alt="" width="48" height="48" />}
      <SchemaField schema="NewAchievement" name="icon_url" value={value} onChange={onChange} proposals={[...known]} />
    </>
  );
}
