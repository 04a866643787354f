/** Texts of what authors and reviewers do. */
export const authoring = {} as const;
