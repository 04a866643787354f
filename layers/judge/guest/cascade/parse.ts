// CSS Syntax, shortened: linear in the length of the text, and without effect where it meets what it does not know.

import { split } from './text.ts';

/** A property that a declaration sets; `isFinal` if its value is the same on every element. */
export interface Longhand { name: string; value: string | undefined; isFinal: boolean }
/** `longhands` are kept once they are known, where they are always the same. */
export interface Declaration { name: string; value: string; important: boolean; longhands?: Longhand[] }
export interface StyleRule { kind: 'style'; selectors: string[]; declarations: Declaration[]; inner: Rule[] }
export interface GroupRule { kind: 'media' | 'supports' | 'layer' | 'container' | 'scope'; prelude: string; rules: Rule[] }
export type Rule = StyleRule | GroupRule;

const MAX_CHARACTERS = 60_000;
const MAX_RULES = 3000;
const MAX_DEPTH = 30;
const MAX_NESTED_DEPTH = 20;
const GROUPS = new Set(['media', 'supports', 'layer', 'container', 'scope']);
const BLANKS = new Set([' ', '\n', '\t', '\r', '\f']);

class Parser {
  private at = 0;
  private count = 0;

  constructor(private readonly text: string) {}

  private get here(): string { return this.text[this.at]; }
  private get isDone(): boolean { return this.at >= this.text.length; }

  private skipComment(): void {
    const end = this.text.indexOf('*/', this.at + 2);
    this.at = end < 0 ? this.text.length : end + 2;
  }

  private isComment(): boolean {
    return this.here === '/' && this.text[this.at + 1] === '*';
  }

  private skipBlanks(): void {
    for (;;) {
      if (this.isComment()) this.skipComment();
      else if (BLANKS.has(this.here)) this.at++;
      else return;
    }
  }

  private string(): string {
    const quote = this.here;
    let found = quote;
    this.at++;
    while (!this.isDone && this.here !== quote && this.here !== '\n') {
      if (this.here === '\\') found += this.text[this.at++];
      found += this.text[this.at++] ?? '';
    }
    this.at++;
    return found + quote;
  }

  /** The text up to one of `stops` outside of brackets. */
  private until(stops: string): string {
    let found = '';
    let depth = 0;
    while (!this.isDone) {
      const character = this.here;
      if (character === '"' || character === "'") { found += this.string(); continue; }
      if (this.isComment()) { this.skipComment(); found += ' '; continue; }
      if (character === '\\') { found += this.text.slice(this.at, this.at + 2); this.at += 2; continue; }
      if (depth === 0 && stops.includes(character)) break;
      if (character === '(' || character === '[') depth++;
      else if ((character === ')' || character === ']') && depth > 0) depth--;
      found += character;
      this.at++;
    }
    return found.trim();
  }

  rules(depth: number, isInside: boolean): Rule[] {
    const found: Rule[] = [];
    while (!this.isDone) {
      this.skipBlanks();
      if (this.isDone) break;
      if (this.here === '}') { this.at++; if (isInside) break; continue; }
      if (this.text.startsWith('<!--', this.at)) { this.at += 4; continue; }
      if (this.text.startsWith('-->', this.at)) { this.at += 3; continue; }
      if (this.here === '@') {
        if (depth > MAX_DEPTH) break;
        this.atRule(found, depth, null);
        continue;
      }
      const prelude = this.until('{}');
      if (this.here !== '{') { if (this.here === '}') this.at++; continue; }
      this.at++;
      found.push(this.block([prelude], depth));
      if (++this.count > MAX_RULES) break;
    }
    return found;
  }

  /** The declarations and the nested rules of a rule, behind its opening bracket. */
  private block(selectors: string[], depth: number): StyleRule {
    const rule: StyleRule = { kind: 'style', selectors, declarations: [], inner: [] };
    while (!this.isDone) {
      this.skipBlanks();
      if (this.here === '}') { this.at++; break; }
      if (this.here === ';') { this.at++; continue; }
      if (this.isDone) break;
      if (this.here === '@') { this.atRule(rule.inner, depth + 1, selectors); continue; }
      const start = this.at;
      let text = this.until(';{}');
      if (this.here === '{' && !text.startsWith('--')) {
        this.at++;
        rule.inner.push(this.block(depth < MAX_NESTED_DEPTH ? nested(selectors, text) : [], depth + 1));
        if (++this.count > MAX_RULES) return rule;
        continue;
      }
      if (this.here === '{') { this.at = start; text = this.until(';'); }
      if (this.here === ';') this.at++;
      const found = declaration(text);
      if (found) rule.declarations.push(found);
    }
    return rule;
  }

  private atRule(found: Rule[], depth: number, selectors: string[] | null): void {
    this.at++;
    const name = /^[-\w]*/.exec(this.text.slice(this.at, this.at + 40))![0].toLowerCase();
    this.at += name.length;
    const prelude = this.until('{;}');
    if (this.here !== '{') {
      if (this.here === ';') this.at++;
      if (name === 'layer') found.push({ kind: 'layer', prelude, rules: [] });
      return;
    }
    this.at++;
    if (!GROUPS.has(name)) { this.skipBlock(); return; }
    const rules = selectors ? [this.block(selectors, depth)] : this.rules(depth + 1, true);
    const anonymous = name === 'layer' && prelude === '' ? `#${this.count}` : prelude;
    found.push({ kind: name as GroupRule['kind'], prelude: anonymous, rules });
  }

  private skipBlock(): void {
    for (let depth = 1; !this.isDone && depth > 0;) {
      if (this.here === '"' || this.here === "'") { this.string(); continue; }
      if (this.here === '{') depth++;
      else if (this.here === '}') depth--;
      this.at++;
    }
  }
}

function declaration(text: string): Declaration | null {
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const written = text.slice(0, colon).trim();
  const isCustom = written.startsWith('--');
  const whole = text.slice(colon + 1).trim();
  const value = whole.replace(/!\s*important$/i, '').trim();
  if (value === '' && !isCustom) return null;
  return { name: isCustom ? written : written.toLowerCase(), value, important: value !== whole };
}

/** The selector of a nested rule, written without nesting. */
function nested(parents: string[], text: string): string[] {
  const isPlain = parents.length === 1 && !/[ ,>+~]/.test(parents[0]);
  const any = `:is(${parents.join(',')})`;
  const whole = (part: string): string => (
    part.includes('&') ? part.replaceAll('&', isPlain ? parents[0] : any) : `${any} ${part}`);
  return [split(text, ',').map(part => whole(part.trim())).join(',')];
}

export function parse(css: string): Rule[] {
  return new Parser(css.slice(0, MAX_CHARACTERS)).rules(0, false);
}

/** The declarations of a `style` attribute. */
export function parseAttribute(css: string): Declaration[] {
  const [rule] = parse(`x{${css}}`);
  return rule?.kind === 'style' ? rule.declarations : [];
}
