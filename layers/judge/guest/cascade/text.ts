// Taking CSS values apart, with respect for brackets and quotation marks.

interface Piece { character: string; isOutside: boolean }

/** Each character of a text, and whether it stands outside of brackets and strings. */
function* pieces(text: string): Generator<Piece> {
  let depth = 0;
  let quote = '';
  for (const character of text) {
    const isOutside = depth === 0 && quote === '';
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    yield { character, isOutside: isOutside && depth === 0 && quote === '' };
  }
}

/** A text cut at each `separator` outside of brackets and strings. */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const { character, isOutside } of pieces(text)) {
    if (isOutside && character === separator) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

/** The words of a value; a function with its arguments is one word. */
export function words(text: string): string[] {
  const found: string[] = [];
  let word = '';
  for (const { character, isOutside } of pieces(text)) {
    if (isOutside && /\s/.test(character)) {
      if (word) found.push(word);
      word = '';
    } else word += character;
  }
  return word ? [...found, word] : found;
}

/** The place of the bracket that closes the one at `from`, or the end of the text. */
export function closingBracket(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) break;
  }
  return at;
}
