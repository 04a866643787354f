/** A track's modules and lessons in their order: pure moves, which work on plain lists and on parts of a YAML text alike. */

/** A module by its place, or a lesson by its module's place and its own. */
export type At = readonly [module: number] | readonly [module: number, lesson: number];

/** Lists in which a move happens. */
export interface Lists<T> {
  readonly modules: T[];
  readonly lessonsOf: (module: T) => T[];
}

/** Move what is at one place to another one: a module among modules, a lesson into any module. Return where it went. */
export function move<T>({ modules, lessonsOf }: Lists<T>, from: At, to: At): At {
  if (from.length === 1) {
    const [moved] = modules.splice(from[0], 1);
    if (moved !== undefined) modules.splice(to[0], 0, moved);
    return [to[0]];
  }
  const [source, target] = [modules[from[0]], modules[to[0]]];
  if (source === undefined || target === undefined) return from;
  const [moved] = lessonsOf(source).splice(from[1], 1);
  const place = Math.min(to[1] ?? lessonsOf(target).length, lessonsOf(target).length);
  if (moved !== undefined) lessonsOf(target).splice(place, 0, moved);
  return [to[0], place];
}

/** Return where a step up or down leads; null at the first and at the last place. `counts` has the lessons of each module. */
export function stepFrom(at: At, step: 1 | -1, counts: readonly number[]): At | null {
  const [module, lesson] = at;
  if (lesson === undefined) return module + step in counts ? [module + step] : null;
  if (lesson + step >= 0 && lesson + step < (counts[module] ?? 0)) return [module, lesson + step];
  const beside = counts[module + step];
  if (beside === undefined) return null;
  return [module + step, step === 1 ? 0 : beside];
}
