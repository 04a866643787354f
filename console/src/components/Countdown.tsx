import { useEffect, useState } from "react";

import { text } from "@/messages";

const MINUTE_MS = 60_000;

/** How long something stays open, in hours and minutes. */
export function Countdown({ until }: { readonly until: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, MINUTE_MS / 2);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now) / MINUTE_MS));
  return <p className="quiet">{text("countdown.left", { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}</p>;
}
