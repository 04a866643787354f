// What QuickJS has and TypeScript's library of ECMAScript lacks: the URL classes that core-js brings.

declare class URL {
  constructor(url: string, base?: string);
  href: string;
  origin: string;
  pathname: string;
  search: string;
  hash: string;
}
