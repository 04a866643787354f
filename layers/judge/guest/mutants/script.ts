// Mutants of a script: operators, conditions, values and calls, changed or removed.

import { parse } from 'acorn';

export interface Edited { text: string; what: string }
interface Edit { what: string; from: number; to: number; by: string }
type Parsed = any; // acorn types each kind of node apart; here all are visited alike

const OPERATORS: Record<string, string> = {
  '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===',
  '==': '!=', '!=': '==', '&&': '||', '||': '&&', '??': '&&', '++': '--', '--': '++', '+=': '-=', '-=': '+=',
};
const REMOVABLE_METHODS = new Set(['filter', 'trim', 'slice', 'sort', 'reverse', 'toLowerCase', 'toUpperCase', 'concat']);
const SHOWN = 50;

export function mutantsOfScript(script: string): Edited[] {
  if (!script.trim()) return [];
  return editsIn(parse(script, { ecmaVersion: 'latest', sourceType: 'script' }), null, script)
    .map(edit => ({ text: script.slice(0, edit.from) + edit.by + script.slice(edit.to), what: describe(edit, script) }));
}

function describe({ what, from }: Edit, script: string): string {
  const line = script.slice(0, from).split('\n').length;
  return `${what} at line ${line}: ${script.slice(from, from + SHOWN).split('\n')[0]}`;
}

function editsIn(node: Parsed, parent: Parsed, script: string): Edit[] {
  const edits = editsOf(node, parent, script);
  for (const value of Object.values(node)) {
    const children = Array.isArray(value) ? value : [value];
    for (const child of children as Parsed[]) {
      if (child && typeof child.type === 'string') edits.push(...editsIn(child, node, script));
    }
  }
  return edits;
}

function editsOf(node: Parsed, parent: Parsed, script: string): Edit[] {
  const source = (part: Parsed): string => script.slice(part.start, part.end);
  const edit = (what: string, by: string, part: Parsed = node): Edit => ({ what, by, from: part.start, to: part.end });
  switch (node.type) {
    case 'BinaryExpression': case 'LogicalExpression': case 'AssignmentExpression': return operator(node, script);
    case 'UpdateExpression': {
      const argument = source(node.argument);
      const other = OPERATORS[node.operator];
      return [edit('++ ↔ --', node.prefix ? other + argument : argument + other)];
    }
    case 'Literal': return literal(node, parent, edit);
    case 'TemplateLiteral': return node.quasis.some((part: Parsed) => part.value.raw.trim()) ? [edit('other text', '`x`')] : [];
    case 'IfStatement': return [edit('if always', 'true', node.test), edit('if never', 'false', node.test)];
    case 'ConditionalExpression': return [edit('? always', 'true', node.test), edit('? never', 'false', node.test)];
    case 'ReturnStatement': return [node.argument ? edit('returns nothing', 'return;') : edit('does not return', ';')];
    case 'ExpressionStatement': return node.directive ? [] : [edit('statement removed', ';')];
    case 'UnaryExpression': return node.operator === '!' ? [edit('! removed', source(node.argument))] : [];
    case 'AwaitExpression': return [edit('await removed', source(node.argument))];
    case 'CallExpression': return call(node, source, edit);
    case 'Property': return property(node, parent, script);
    default: return [];
  }
}

type Make = (what: string, by: string, part?: Parsed) => Edit;

function operator(node: Parsed, script: string): Edit[] {
  const other = OPERATORS[node.operator];
  const isText = (part: Parsed): boolean => part.type === 'Literal' && typeof part.value === 'string';
  if (!other || (node.operator === '+' && [node.left, node.right].some(isText))) return [];
  const from = script.indexOf(node.operator, node.left.end);
  return [{ what: `${node.operator} → ${other}`, by: other, from, to: from + node.operator.length }];
}

function literal(node: Parsed, parent: Parsed, edit: Make): Edit[] {
  if (parent?.type === 'Property' && parent.key === node) return [];
  switch (typeof node.value) {
    case 'number': return [edit('number + 1', String(node.value + 1))];
    case 'boolean': return [edit('boolean flipped', String(!node.value))];
    case 'string':
      if (parent?.type === 'ExpressionStatement' || parent?.type === 'ImportDeclaration') return [];
      return [edit(isEventName(node, parent) ? 'other event' : 'other text', JSON.stringify(`${node.value}_`))];
    default: return [];
  }
}

function isEventName(node: Parsed, parent: Parsed): boolean {
  return parent?.type === 'CallExpression' && parent.callee.property?.name === 'addEventListener' && parent.arguments[0] === node;
}

/** A method left out, such as `.trim()`, and the last argument left out. */
function call(node: Parsed, source: (part: Parsed) => string, edit: Make): Edit[] {
  const { callee } = node;
  const edits: Edit[] = [];
  const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : null;
  if (name && callee.object.type !== 'Super' && REMOVABLE_METHODS.has(name)) {
    edits.push(edit(`.${name}() removed`, source(callee.object)));
  }
  const last = node.arguments.at(-1);
  if (last) {
    const kept = node.arguments.slice(0, -1).map(source).join(', ');
    edits.push(edit('last argument removed', `${source(callee)}(${kept})`));
  }
  return edits;
}

function property(node: Parsed, parent: Parsed, script: string): Edit[] {
  if (parent?.type !== 'ObjectExpression' || node.shorthand || node.method) return [];
  const to = script[node.end] === ',' ? node.end + 1 : node.end;
  return [{ what: 'property removed', by: '', from: node.start, to }];
}
