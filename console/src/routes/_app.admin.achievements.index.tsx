import type { SavedAchievement } from "@progressive-flow/client";
import { Link, createFileRoute } from "@tanstack/react-router";

import { type Column, Table } from "@/admin/Table";
import { wordsOf } from "@/admin/criteria";
import { Loaded } from "@/components/Loaded";
import { useAllPages } from "@/components/pages";
import { number, text } from "@/messages";

export const Route = createFileRoute("/_app/admin/achievements/")({ component: Achievements });

/** All achievements, retired ones too; each opens in its editor. */
function Achievements() {
  const query = useAllPages<SavedAchievement>("/v1/admin/achievements");
  return (
    <>
      <h1>{text("admin.achievements")}</h1>
      <p>
        <Link to="/admin/new-achievement" className="button primary">
          {text("editor.newAchievement")}
        </Link>
      </p>
      <section className="card">
        <Loaded query={query}>
          {(rows) => <Table caption={text("editor.allAchievements")} columns={COLUMNS} rows={rows} rowKey={({ slug }) => slug} />}
        </Loaded>
      </section>
    </>
  );
}

const COLUMNS: readonly Column<SavedAchievement>[] = [
  {
    title: text("editor.name"),
    cell: ({ slug, name, is_active }) => (
      <>
        <Link to="/admin/achievements/$slug" params={{ slug }}>
          {name}
        </Link>{" "}
        {!is_active && <span className="badge warn">{text("editor.retired")}</span>}
      </>
    ),
  },
  { title: text("criteria.title"), cell: ({ criteria }) => wordsOf(criteria) },
  { title: text("editor.category"), cell: ({ category }) => text(`achievements.${category}`) },
  { title: text("editor.rarity"), cell: ({ rarity }) => text(`rarity.${rarity}`) },
  { title: text("learner.xp"), numeric: true, cell: ({ xp_reward }) => number(xp_reward) },
];
