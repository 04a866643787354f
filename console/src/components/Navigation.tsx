import type { Me } from "@progressive-flow/client";
import { Link } from "@tanstack/react-router";

import { type Key, text } from "@/messages";

interface Props {
  readonly me: Me | undefined;
  readonly operator: boolean;
  readonly signOut: () => Promise<void>;
}

const PAGES: readonly (readonly [string, Key])[] = [
  ["/", "nav.home"],
  ["/challenges", "nav.challenges"],
  ["/daily", "nav.daily"],
  ["/leaderboards", "nav.boards"],
  ["/achievements", "nav.achievements"],
  ["/skills", "nav.skills"],
  ["/assessments", "nav.assessments"],
  ["/notifications", "nav.notifications"],
  ["/organizations", "nav.organizations"],
];

/** The bar above every page: where to go, who is signed in, and the way out. */
export function Navigation({ me, operator, signOut }: Props) {
  return (
    <header className="bar">
      <Link to="/" className="brand">
        <img src="/icon.svg" alt="" width="24" height="24" />
        {text("app.name")}
      </Link>
      <nav aria-label={text("app.menu")}>
        {PAGES.map(([to, key]) => (
          <Link key={to} to={to} activeOptions={{ exact: to === "/" }}>
            {text(key)}
          </Link>
        ))}
        {operator && <Link to="/admin">{text("nav.admin")}</Link>}
      </nav>
      <div className="who">
        {me && (
          <Link to="/profile" title={text("nav.profile")}>
            <bdi>{me.display_name ?? me.username}</bdi>
            <span className="badge">{text("xp.amount", { amount: me.total_xp })}</span>
          </Link>
        )}
        <button type="button" className="plain" onClick={signOut}>
          {text("app.signOut")}
        </button>
      </div>
    </header>
  );
}
