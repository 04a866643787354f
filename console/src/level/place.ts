/** Where drafts of a level are kept, and the address of its requests. */
export interface Place {
  readonly slug: string;
  readonly level: number;
}

export function draftOf({ slug, level }: Place): string {
  return `${slug}/${String(level)}`;
}

/** How a level's address is read and written. */
export const levelParams = {
  parse: ({ slug, level }: { slug: string; level: string }) => ({ slug, level: Number(level) }),
  stringify: ({ slug, level }: { slug: string; level: number }) => ({ slug, level: String(level) }),
};
