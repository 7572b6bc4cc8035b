import type { SourcePath } from './template-source.ts';

/** Something that is to be a template, and where it stands. */
interface Placed {
  readonly entry: unknown;
  readonly path: SourcePath;
}

/** Under which key a list of templates stands: ours, the Graph API's, and those of other companies' exports. */
export const LIST_KEYS = ['templates', 'data', 'message_templates', 'waba_templates'] as const;
/** A page in an array under a key under another. */
const MAX_DEPTH = 6;

/**
 * Finds the templates of a file or an export: a list, one under any of {@link LIST_KEYS}, an array of such pages, or one
 * template alone.
 *
 * @returns undefined when there is no list.
 */
export function findEntries(root: unknown): readonly Placed[] | undefined {
  return entriesIn({ entry: root, path: [] }, MAX_DEPTH);
}

function entriesIn({ entry, path }: Placed, depth: number): readonly Placed[] | undefined {
  if (depth === 0) return undefined;
  if (Array.isArray(entry)) {
    return entry.flatMap((one: unknown, at) => {
      const placed = { entry: one, path: [...path, at] };
      return isPage(one) ? (entriesIn(placed, depth - 1) ?? [placed]) : [placed];
    });
  }
  if (!isRecord(entry)) return undefined;
  const lists = LIST_KEYS.flatMap((key) => {
    const list = isListed(entry[key]) ? entriesIn({ entry: entry[key], path: [...path, key] }, depth - 1) : undefined;
    return list === undefined ? [] : [list];
  });
  const list = lists.find(({ length }) => length > 0) ?? lists[0];
  if (list !== undefined) return list;
  return 'name' in entry && 'components' in entry ? [{ entry, path }] : undefined;
}

/** A template has none of these keys, and neither has it a list for its whole. */
function isPage(entry: unknown): boolean {
  return Array.isArray(entry) || (isRecord(entry) && LIST_KEYS.some((key) => isListed(entry[key])));
}

function isListed(value: unknown): boolean {
  return Array.isArray(value) || isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
