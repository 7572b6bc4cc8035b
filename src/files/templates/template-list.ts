import { isJsonObject } from '../../core/json.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readYaml, type SourceFault, type SourcePath, type YamlSource } from '../yaml.ts';

/** The entries of a list of templates before anything looked inside them, without keys that hold nothing. */
export interface TemplateSource {
  readonly entries: readonly unknown[];
  /** The line, from 1, of a path below the entries: `[2, 'components', 0]`. */
  lineOf(path: SourcePath): number;
}

/** What should be a template, and where it stands. */
interface Placed {
  readonly entry: unknown;
  readonly path: SourcePath;
}

/** The keys that a list of templates stands under: ours, the Graph API's, and those of other exports. */
export const LIST_KEYS = ['templates', 'data', 'message_templates', 'waba_templates'] as const;
/** Of lists in lists: enough for a page in an array under a key under another. */
const MAX_LIST_DEPTH = 6;
/** Of keys that are cleaned; no template is deeper, and a file that is was made to exhaust the stack. */
const MAX_CLEAN_DEPTH = 20;

/**
 * Reads the templates of a YAML or JSON file: a list, one under any of {@link LIST_KEYS}, an array of such pages, or one
 * template alone.
 */
export function readTemplateSource(text: string): Result<TemplateSource, SourceFault> {
  const source = readYaml(text);
  return source.ok ? sourceOf(source.value) : source;
}

function sourceOf({ root, lineOf }: YamlSource): Result<TemplateSource, SourceFault> {
  const found = entriesIn({ entry: root, path: [] }, MAX_LIST_DEPTH);
  if (found === undefined)
    return fail({ line: 1, what: 'holds no list of templates; begin it with templates: and a list' });
  return ok({
    entries: found.map(({ entry }) => withoutBlanks(entry)),
    lineOf: ([at, ...path]) => lineOf([...(found[Number(at)]?.path ?? []), ...path]),
  });
}

function entriesIn({ entry, path }: Placed, depth: number): readonly Placed[] | undefined {
  if (depth === 0) return undefined;
  if (Array.isArray(entry)) {
    return entry.flatMap((one: unknown, at) => {
      const placed = { entry: one, path: [...path, at] };
      return isPage(one) ? (entriesIn(placed, depth - 1) ?? [placed]) : [placed];
    });
  }
  if (!isJsonObject(entry)) return undefined;
  const lists = LIST_KEYS.flatMap((key) => {
    const list = isListed(entry[key]) ? entriesIn({ entry: entry[key], path: [...path, key] }, depth - 1) : undefined;
    return list === undefined ? [] : [list];
  });
  const list = lists.find(({ length }) => length > 0) ?? lists[0];
  if (list !== undefined) return list;
  return 'name' in entry && 'components' in entry ? [{ entry, path }] : undefined;
}

/** Whether an entry of a list is itself a list, or holds one under a key that no template has. */
function isPage(entry: unknown): boolean {
  return Array.isArray(entry) || (isJsonObject(entry) && LIST_KEYS.some((key) => isListed(entry[key])));
}

function isListed(value: unknown): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

/**
 * An entry without the keys that hold nothing: exports of Meta's and others write `null` for every key that is not used, and
 * an empty list for an example. Positions in lists stay, so that a problem names the right place.
 */
export function withoutBlanks(value: unknown, depth = MAX_CLEAN_DEPTH): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => withoutBlanks(member, depth - 1));
  const kept = Object.entries(value).filter(([key, member]) => member !== null && !isBlankExample(key, member));
  return Object.fromEntries(
    kept.map(([key, member]) => {
      const filled = withoutBlanks(member, depth - 1);
      return [key, key === 'example' ? withoutGaps(filled, depth) : filled];
    }),
  );
}

function isBlankExample(key: string, member: unknown): boolean {
  return key === 'example' && (member === '' || (Array.isArray(member) && member.length === 0));
}

/** An example that is missing among others becomes an empty one. */
function withoutGaps(value: unknown, depth: number): unknown {
  if (value === null) return '';
  if (depth === 0 || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member) => withoutGaps(member, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutGaps(member, depth - 1)]));
}
