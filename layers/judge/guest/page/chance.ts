// Math.random(), from a seed: the same page does the same twice.

let state = 1;

export function seed(number: number): void {
  state = number >>> 0 || 1;
}

/** The next number of at least 0 and below 1, by xorshift. */
export function nextRandom(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
