import type { SavedAchievement } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { wordsOf } from "@/admin/criteria";
import { type Column, DataTable } from "@/components/DataTable";
import { Loaded } from "@/components/Loaded";
import { useAllPages } from "@/components/pages";
import { Title } from "@/components/Title";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/achievements/")({ component: Achievements });

/** All achievements, retired ones too; each opens in its editor. */
function Achievements() {
  const query = useAllPages<SavedAchievement>("/v1/admin/achievements");
  return (
    <>
      <Title name={text("admin.achievements")} />
      <p>
        <Link to="/admin/new-achievement" className="button primary">
          {text("editor.newAchievement")}
        </Link>
      </p>
      <section className="card">
        <Loaded query={query}>
          {(rows) => (
            <DataTable caption={text("editor.allAchievements")} columns={COLUMNS} rows={rows} keyOf={({ slug }) => slug} />
          )}
        </Loaded>
      </section>
    </>
  );
}

const COLUMNS: readonly Column<SavedAchievement>[] = [
  {
    name: text("editor.name"),
    cell: ({ slug, name, is_active }) => (
      <>
        <Link to="/admin/achievements/$slug" params={{ slug }}>
          {name}
        </Link>{" "}
        {!is_active && <span className="badge warn">{text("editor.retired")}</span>}
      </>
    ),
  },
  { name: text("criteria.title"), cell: ({ criteria }) => wordsOf(criteria) },
  { name: text("editor.category"), cell: ({ category }) => text(`achievements.${category}`) },
  { name: text("editor.rarity"), cell: ({ rarity }) => text(`rarity.${rarity}`) },
  { name: text("learner.xp"), numeric: true, cell: ({ xp_reward }) => number(xp_reward) },
];
