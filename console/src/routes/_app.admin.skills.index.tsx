import type { SavedSkill } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { useAllPages } from "@/components/pages";
import { Title } from "@/components/Title";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/skills/")({ component: Skills });

/** All skills, retired ones too; each opens in its editor. */
function Skills() {
  const query = useAllPages<SavedSkill>("/v1/admin/skills");
  return (
    <>
      <Title name={text("admin.skills")} />
      <p>
        <Link to="/admin/new-skill" className="button primary">
          {text("editor.newSkill")}
        </Link>
      </p>
      <section className="card">
        <Loaded query={query}>
          {(rows) => <DataTable caption={text("editor.allSkills")} columns={COLUMNS} rows={rows} keyOf={({ slug }) => slug} />}
        </Loaded>
      </section>
    </>
  );
}

const COLUMNS: readonly Column<SavedSkill>[] = [
  {
    name: text("editor.name"),
    cell: ({ slug, name, is_active }) => (
      <>
        <Link to="/admin/skills/$slug" params={{ slug }}>
          {name}
        </Link>{" "}
        {!is_active && <span className="badge warn">{text("editor.retired")}</span>}
      </>
    ),
  },
  { name: text("editor.branch"), cell: ({ category }) => category },
  { name: text("editor.parent"), cell: ({ parent }) => parent ?? "–" },
  { name: text("editor.prerequisites"), cell: ({ prerequisites }) => prerequisites.join(", ") || "–" },
  { name: text("editor.levels"), numeric: true, cell: ({ max_level }) => number(max_level) },
  { name: text("editor.points"), numeric: true, cell: ({ xp_per_level }) => number(xp_per_level) },
];
