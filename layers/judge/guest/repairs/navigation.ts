// Leaving the page: it stays, and where it would have gone is recorded. Only a fragment is followed.

import { keepNavigation } from '../page/record.ts';
import { browserFrame, document, window } from '../page/window.ts';

export function repairNavigation(): void {
  browserFrame.goto = async (url: unknown) => {
    keepNavigation('location', url);
    return null;
  };
  window.open = follow; // happy-dom opens the target of a link that was clicked
}

function follow(url: string): null {
  const target = new URL(url, document.location.href);
  const here = new URL(document.location.href);
  const isHere = target.origin === here.origin && target.pathname === here.pathname && target.search === here.search;
  if (isHere && target.hash !== '') document.location.hash = target.hash;
  else keepNavigation('link', url);
  return null;
}
