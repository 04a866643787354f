import type { MyAchievement } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";

import { useApi } from "@/api";
import { Loaded } from "@/components/Loaded";
import { Meter } from "@/components/Meter";
import { Title } from "@/components/Title";
import { moment, percent, text } from "@/messages";

export const Route = createFileRoute("/_app/achievements")({ component: Achievements });

const CATEGORIES = ["speed", "mastery", "streak", "exploration"] as const;

/** What there is to achieve, and how far one is with each. */
function Achievements() {
  const query = useApi().useQuery("get", "/v1/me/achievements");
  return (
    <>
      <Title name={text("nav.achievements")} />
      <Loaded query={query}>
        {({ items }) =>
          CATEGORIES.map((category) => (
            <section key={category}>
              <h2>{text(`achievements.${category}`)}</h2>
              <ul className="grid">
                {items
                  .filter((one) => one.category === category)
                  .map((one) => (
                    <Card key={one.slug} achievement={one} />
                  ))}
              </ul>
            </section>
          ))
        }
      </Loaded>
    </>
  );
}

function Card({ achievement }: { readonly achievement: MyAchievement }) {
  const { name, description, icon_url, rarity, xp_reward, progress, unlocked_at } = achievement;
  return (
    <li className="card">
      <h3 className="row">
        {icon_url && <img src={icon_url} alt="" width="32" height="32" />}
        {name}
      </h3>
      <p className="quiet">{description}</p>
      <p>
        <span className="badge">{text(`rarity.${rarity}`)}</span>
        <span className="badge">{text("xp.amount", { amount: xp_reward })}</span>
      </p>
      {unlocked_at === null ? (
        <Meter label={percent(progress / 100)} share={progress / 100} />
      ) : (
        <p className="good">✓ {text("achievements.unlocked", { when: moment(unlocked_at) })}</p>
      )}
    </li>
  );
}
