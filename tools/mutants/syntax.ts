import { parseSync } from 'rolldown/utils';

/** A node of the syntax tree, as ESTree names it. Positions are offsets in the text. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

/** What only the type checker sees, and what says where code comes from: changing it changes nothing that runs. */
const NOT_RUN: ReadonlySet<string> = new Set(['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression']);
/** Nodes of TypeScript around an expression that does run. */
const WRAPS_CODE: ReadonlySet<string> = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

const LEVELS: ReadonlySet<string> = new Set(['debug', 'info', 'warn', 'error']);

/** Calls `visit` for every node that runs, parents first. @throws when the text is no TypeScript */
export function walk(text: string, visit: (node: Node, parent: Node | undefined) => void): void {
  const { program, errors } = parseSync('file.ts', text);
  if (errors.length > 0) throw new Error(`cannot be parsed: ${errors[0]?.message}`);
  visitNode(program as unknown as Node, undefined, visit);
}

function visitNode(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  if (NOT_RUN.has(node.type)) return;
  if (node.type.startsWith('TS')) {
    if (WRAPS_CODE.has(node.type) && isNode(node['expression'])) visitNode(node['expression'], node, visit);
    return;
  }
  visit(node, parent);
  if (isLogLine(node)) return;
  for (const child of Object.values(node).flat()) if (isNode(child)) visitNode(child, node, visit);
}

/** What a line of the log says is judged by who reads it. That a warning or an error is told at all is tried. */
function isLogLine(node: Node): boolean {
  const callee = node.type === 'CallExpression' ? nodeAt(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression') return false;
  const object = nodeAt(callee, 'object');
  const name = object?.['name'] ?? (object === undefined ? undefined : nodeAt(object, 'property')?.['name']);
  return name === 'log' && LEVELS.has(String(nodeAt(callee, 'property')?.['name']));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function nodeAt(node: Node, name: string): Node | undefined {
  const child = node[name];
  return isNode(child) ? child : undefined;
}

export function nodesAt(node: Node, name: string): readonly Node[] {
  const children = node[name];
  return Array.isArray(children) ? children.filter(isNode) : [];
}
