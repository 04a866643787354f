import type { NewSkill, SavedSkill } from "@progressive-flow/client";

import { aboutOf, fieldsOf, titleOf } from "@/components/limits";
import { useAllPages } from "@/components/pages";

import { ChoiceList } from "./ChoiceList";
import type { FormState } from "./Editing";
import { SchemaField, type Value } from "./SchemaField";
import { SchemaForm } from "./SchemaForm";

interface Props {
  readonly first: Partial<NewSkill>;
  readonly hidden: readonly (keyof NewSkill)[];
  readonly submit: string;
  readonly state: FormState<NewSkill>;
}

/** The form of a skill; other skills are chosen from those that there are. */
export function SkillForm({ first, hidden, submit, state }: Props) {
  const skills = useAllPages<SavedSkill>("/v1/admin/skills").data ?? [];
  const branches = [...new Set(skills.map(({ category }) => category))];
  return (
    <SchemaForm<NewSkill>
      schema="NewSkill"
      first={first}
      hidden={hidden}
      custom={{
        category: (value, onChange) => (
          <SchemaField schema="NewSkill" name="category" value={value as Value} onChange={onChange} proposals={branches} />
        ),
        parent: (value, onChange) => (
          <SchemaField
            schema="NewSkill"
            name="parent"
            value={value as Value}
            onChange={onChange}
            proposals={skills.map(({ slug }) => slug)}
          />
        ),
        prerequisites: (value, onChange) => (
          <ChoiceList
            title={titleOf("prerequisites")}
            about={aboutOf(fieldsOf("NewSkill").prerequisites ?? {})}
            choices={skills.map(({ slug, name }) => ({ slug, title: name }))}
            chosen={value as readonly string[]}
            onChange={onChange}
          />
        ),
      }}
      submit={submit}
      {...state}
    />
  );
}
