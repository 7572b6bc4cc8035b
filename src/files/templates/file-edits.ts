import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isCollection,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** A piece of a file that is replaced; nothing is replaced where `from` is `to`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Undefined for an edit that cannot be made in place. */
type Edits = readonly Edit[] | undefined;

/** How deep the first entries of a file stand. */
const FIRST_INDENT = '  ';

/** Sets `key` of a map to `value`, leaving the rest of it as it is written. A key that is new stands before `successor`. */
export function setKey(file: string, map: YAMLMap, key: string, value: unknown, successor: string): Edits {
  const pair = pairOf(map, key);
  if (pair !== undefined) return setNode(file, pair.value, value, map.flow === true);
  const next = pairOf(map, successor)?.key;
  if (!(isNode(next) && next.range)) return undefined;
  const [from] = next.range;
  const separator = map.flow === true ? ', ' : `\n${' '.repeat(columnOf(file, from))}`;
  return [{ from, to: from, text: `${key}: ${inFlow(value)}${separator}` }];
}

/** Makes a node hold `value`: as little of it changes as can be, so that comments within it stay. */
function setNode(file: string, node: unknown, value: unknown, isInFlow: boolean): Edits {
  if (!(isNode(node) && node.range)) return undefined;
  const old: unknown = node.toJSON();
  if (isDeepStrictEqual(old, value)) return [];
  const isFlow = isInFlow || (isCollection(node) && node.flow === true);
  const inside = isCollection(node) && hasSameKeys(old, value) ? setMembers(file, node, value, isFlow) : undefined;
  if (inside !== undefined) return inside;
  const [from, to] = node.range;
  return [{ from, to, text: isFlow || isScalar(node) ? inFlow(value) : asBlock(value, columnOf(file, from)) }];
}

function setMembers(file: string, node: YAMLMap | YAMLSeq, value: unknown, isFlow: boolean): Edits {
  const members = Object(value);
  const edits = node.items.map((item, at) => {
    if (!isPair(item)) return setNode(file, item, members[at], isFlow);
    return isScalar(item.key) ? setNode(file, item.value, members[String(item.key.value)], isFlow) : undefined;
  });
  return edits.includes(undefined) ? undefined : edits.flatMap((some) => some ?? []);
}

function hasSameKeys(old: unknown, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(old) !== Array.isArray(value)) return false;
  return isDeepStrictEqual(Object.keys(Object(old)).sort(), Object.keys(value).sort());
}

/** Adds entries behind the last one of a list, leaving the rest of the file as it is written. */
export function addEntries(file: string, list: YAMLSeq, entries: readonly unknown[]): Edits {
  if (entries.length === 0) return [];
  const { range } = list;
  if (!range) return undefined;
  const last = list.items.at(-1);
  if (last === undefined) {
    const before = file.slice(0, range[0]).trimEnd();
    return [{ from: before.length, to: range[1], text: `\n${indented(entries, FIRST_INDENT)}`.trimEnd() }];
  }
  if (list.flow === true || !isNode(last) || !last.range) return undefined;
  const column = columnOf(file, range[0]);
  const at = endOfEntry(file, last.range[1], column);
  const isLineOpen = at > 0 && file[at - 1] !== '\n';
  return [{ from: at, to: at, text: `${isLineOpen ? '\n' : ''}${indented(entries, ' '.repeat(column))}` }];
}

/** @returns undefined when the edited file would not hold what `document` holds. */
export function edited(file: string, edits: readonly Edit[], document: Document): string | undefined {
  const ending = file.includes('\r\n') ? '\r\n' : '\n';
  const text = edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((rest, { from, to, text }) => rest.slice(0, from) + text.replaceAll('\n', ending) + rest.slice(to), file);
  const after = parseDocument(text);
  return after.errors.length === 0 && isDeepStrictEqual(after.toJS(), document.toJS()) ? text : undefined;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function columnOf(file: string, at: number): number {
  return at - (file.lastIndexOf('\n', at - 1) + 1);
}

/** In one line, as it may stand within brackets. */
function inFlow(value: unknown): string {
  const document = new Document([value]);
  if (isSeq(document.contents)) document.contents.flow = true;
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
  return text.includes('\n') ? JSON.stringify(value) : text.slice(1, -1);
}

/** In lines of its own, of which the first begins at the column. */
function asBlock(value: unknown, column: number): string {
  const text = new Document(value).toString({ lineWidth: 0 }).trimEnd();
  return text.replaceAll(/\n(?=.)/g, `\n${' '.repeat(column)}`);
}

/** The entries as a list in blocks, each line behind the indent, with a line break at the end. */
function indented(entries: readonly unknown[], indent: string): string {
  return new Document(entries).toString({ lineWidth: 0 }).replaceAll(/^(?=.)/gm, indent);
}

/** Behind the entry's last line, and the comments that stand deeper than the list. */
function endOfEntry(file: string, valueEnd: number, column: number): number {
  let at = valueEnd;
  if (file[at - 1] !== '\n') at = lineEnd(file, at);
  const comment = new RegExp(`^[ ]{${column + 1},}#`);
  while (at < file.length && comment.test(file.slice(at, lineEnd(file, at)))) at = lineEnd(file, at);
  return at;
}

function lineEnd(file: string, at: number): number {
  const found = file.indexOf('\n', at);
  return found === -1 ? file.length : found + 1;
}
