import { sqlChanges } from './sql-changes.ts';
import { type Node, nodeAt, nodesAt, walk } from './syntax.ts';

/** A piece of text that takes the place of another. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** In a few words, for the table of survivors. */
  readonly what: string;
}

/** One place of a file that is made different. */
export interface Change extends Edit {
  /** Beginning with 1. */
  readonly line: number;
  /** The line as it stands, without the blanks around it. */
  readonly code: string;
}

type Maker = (node: Node, text: string, parent: Node | undefined) => readonly Edit[];

const BOUNDARIES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPPOSITES: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
};
/** Calls that only narrow, order or clean what they are called on: without them the chain still runs. */
const DROPPED_CALLS: ReadonlySet<string> = new Set([
  ...['where', 'orderBy', 'groupBy', 'limit', 'distinct', 'onConflict', 'forUpdate', 'having'],
  ...['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'trim', 'trimEnd', 'trimStart'],
  ...['toLowerCase', 'toUpperCase', 'toWellFormed', 'normalize', 'padStart', 'padEnd', 'replace', 'replaceAll'],
  ...['unref', 'catch', 'finally', 'strict', 'min', 'max', 'optional'],
]);
const SWAPPED_CALLS: Readonly<Record<string, string>> = { some: 'every', every: 'some', min: 'max', max: 'min' };
/** A word that code compares, not a sentence that people read: those are judged by eyes. */
const WORD = /^[\w.:/-]+$/;
/** Of a call that is dropped, in the table of survivors. */
const MAX_SAID_LENGTH = 60;
const WHOLE: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'ObjectExpression',
  'Literal',
  'TemplateLiteral',
]);
/** Where a word decides something. Names of tables and columns, which break whatever asks, are arguments of calls. */
const DECIDES: ReadonlySet<string> = new Set([
  ...['BinaryExpression', 'SwitchCase', 'ReturnStatement', 'ConditionalExpression', 'LogicalExpression'],
  ...['ArrayExpression', 'Property', 'ArrowFunctionExpression'],
]);
/** A line of the log that nobody is woken for. */
const QUIET_LINE = /^(?:\w+\.)?log\.(?:debug|info)\(/;
const LEAVES: ReadonlySet<string> = new Set(['ReturnStatement', 'ThrowStatement', 'ContinueStatement']);

const MAKERS: Readonly<Record<string, Maker>> = {
  IfStatement: (node, text) => [...negated(node, text), ...guardDropped(node)],
  ConditionalExpression: (node, text) => negated(node, text),
  BinaryExpression: (node, text) => operatorChanged(node, text),
  LogicalExpression: (node, text) => operatorChanged(node, text),
  UnaryExpression: (node, text) =>
    node['operator'] === '!' ? [replace(node, argumentOf(node, text), '! dropped')] : [],
  ExpressionStatement: (node, text) =>
    node['directive'] || QUIET_LINE.test(textOf(node, text)) ? [] : [replace(node, ';', 'statement dropped')],
  ReturnStatement: (node, text) => returnEmptied(node, text),
  Literal: (node, text, parent) => literalChanged(node, text, parent),
  SpreadElement: (node, text) => [{ ...withComma(node, text), text: '', what: 'spread dropped' }],
  CallExpression: (node, text) => callChanged(node, text),
  TaggedTemplateExpression: (node, text) =>
    nodeAt(node, 'tag') && textOf(nodeAt(node, 'tag'), text).startsWith('sql') ? sqlChanges(node, text) : [],
};

/** Every change that this tool knows to make in a file, in the order of the text. */
export function changesOf(text: string): readonly Change[] {
  const edits: Edit[] = [];
  walk(text, (node, parent) => edits.push(...(MAKERS[node.type]?.(node, text, parent) ?? [])));
  const lines = text.split('\n');
  return edits
    .filter(({ start, end, text: after }) => text.slice(start, end) !== after)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((edit) => {
      const line = text.slice(0, edit.start).split('\n').length;
      return { ...edit, line, code: (lines[line - 1] ?? '').trim() };
    });
}

export function apply(text: string, { start, end, text: after }: Edit): string {
  return text.slice(0, start) + after + text.slice(end);
}

function replace({ start, end }: Node, text: string, what: string): Edit {
  return { start, end, text, what };
}

function textOf(node: Node | undefined, text: string): string {
  return node === undefined ? '' : text.slice(node.start, node.end);
}

function argumentOf(node: Node, text: string): string {
  return textOf(nodeAt(node, 'argument'), text);
}

function negated(node: Node, text: string): readonly Edit[] {
  const test = nodeAt(node, 'test');
  // The operator of a comparison is turned round where it stands, which is the same.
  if (test === undefined || ['===', '!=='].includes(String(test['operator'])) || test['operator'] === '!') return [];
  return [replace(test, `!(${textOf(test, text)})`, 'condition negated')];
}

function guardDropped(node: Node): readonly Edit[] {
  const then = nodeAt(node, 'consequent');
  const last = then?.type === 'BlockStatement' ? nodesAt(then, 'body').at(-1) : then;
  if (last === undefined || !LEAVES.has(last.type) || nodeAt(node, 'alternate') !== undefined) return [];
  return [replace(node, ';', 'guard dropped')];
}

function operatorChanged(node: Node, text: string): readonly Edit[] {
  const [left, right] = [nodeAt(node, 'left'), nodeAt(node, 'right')];
  const operator = String(node['operator']);
  if (left === undefined || right === undefined) return [];
  if (operator === '??') return [replace(node, textOf(left, text), '?? dropped')];
  if (operator === '+' && [left, right].some((side) => isText(side))) return [];
  const start = text.indexOf(operator, left.end);
  const to = (after: string | undefined): readonly Edit[] =>
    after === undefined ? [] : [{ start, end: start + operator.length, text: after, what: `${operator} → ${after}` }];
  return [...to(BOUNDARIES[operator]), ...to(OPPOSITES[operator])];
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || typeof node['value'] === 'string';
}

function returnEmptied(node: Node, text: string): readonly Edit[] {
  const value = nodeAt(node, 'argument');
  // Without its parts, what is returned breaks whoever asks, and any test at all notices.
  if (value === undefined || WHOLE.has(value.type) || textOf(value, text) === 'undefined') return [];
  if (value.type === 'ArrayExpression') return [replace(value, '[]', 'return emptied')];
  return [replace(value, 'undefined', 'return undefined')];
}

function literalChanged(node: Node, text: string, parent: Node | undefined): readonly Edit[] {
  const { value } = node;
  if (typeof value === 'boolean') return [replace(node, String(!value), `${value} → ${!value}`)];
  if (typeof value === 'number') {
    const after = value > 1 ? value * 10 : 1 - value;
    return [replace(node, String(after), `${textOf(node, text)} → ${after}`)];
  }
  const isName = parent?.type === 'Property' && parent['key'] === node;
  if (typeof value !== 'string' || isName || !DECIDES.has(parent?.type ?? '') || !WORD.test(value)) return [];
  return [replace(node, `'${value}-changed'`, `'${value}' changed`)];
}

/** Names the call with its arguments: of a chain, each call begins where the chain does. */
function dropped(call: Node, property: Node, text: string): string {
  const said = text.slice(property.start, call.end).replace(/\s+/g, ' ');
  return `.${said.length > MAX_SAID_LENGTH ? `${said.slice(0, MAX_SAID_LENGTH)}…` : said} dropped`;
}

/** With the comma behind it, so that what is left can be parsed. */
function withComma({ start, end }: Node, text: string): { readonly start: number; readonly end: number } {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return { start, end: end + comma };
}

function callChanged(node: Node, text: string): readonly Edit[] {
  const callee = nodeAt(node, 'callee');
  const property = callee === undefined ? undefined : nodeAt(callee, 'property');
  const object = callee === undefined ? undefined : nodeAt(callee, 'object');
  if (callee?.type !== 'MemberExpression' || property === undefined || object === undefined) return [];
  const name = textOf(property, text);
  const swapped = SWAPPED_CALLS[name];
  const isMath = textOf(object, text) === 'Math';
  return [
    ...(DROPPED_CALLS.has(name) && !isMath ? [replace(node, textOf(object, text), dropped(node, property, text))] : []),
    ...(swapped !== undefined && (isMath || swapped === 'every' || swapped === 'some')
      ? [replace(property, swapped, `${name} → ${swapped}`)]
      : []),
  ];
}
