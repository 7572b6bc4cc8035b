import { isNode, LineCounter, parseDocument } from 'yaml';
import { fail, ok, type Result } from '../core/result.ts';
import { findEntries } from './find-entries.ts';
import { withoutBlanks } from './without-blanks.ts';

/** Where something stands in the file: keys and positions from the root. */
export type SourcePath = readonly (string | number)[];

/** The entries of a catalogue before anybody looked inside them, without keys that hold nothing. */
export interface TemplateSource {
  readonly entries: readonly unknown[];
  /** The line, from 1, of a path below the entries: `[2, 'components', 0]`. */
  lineOf(path: SourcePath): number;
}

export interface SourceFault {
  readonly line: number;
  /** A predicate: what the file is or lacks. */
  readonly what: string;
}

/**
 * Reads YAML or JSON in any of the shapes that {@link findEntries} knows. JSON takes a fast way of its own, because an
 * export of thousands of templates would hold up everything else.
 */
export function readTemplateSource(source: string): Result<TemplateSource, SourceFault> {
  const text = source.replace(/^\uFEFF/, '');
  if (text.includes('\0')) return fail({ line: 1, what: 'is no text in UTF-8; save it as UTF-8 and try again' });
  const json = jsonOf(text);
  if (json === undefined) return fromYaml(text);
  let yaml: ReturnType<typeof documentOf> | undefined;
  return sourceOf(json, (path) => {
    try {
      yaml ??= documentOf(text);
      return yaml.lineOf(path);
    } catch {
      // Deeper than the YAML reader goes; JSON alone knows no lines.
      return 1;
    }
  });
}

function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromYaml(text: string): Result<TemplateSource, SourceFault> {
  try {
    const { document, lines, lineOf } = documentOf(text);
    const [error] = document.errors;
    if (error !== undefined) return fail(unreadable(lines.linePos(error.pos[0]).line, error.message));
    return sourceOf(document.toJS(), lineOf);
  } catch (error) {
    return fail(unreadable(1, error instanceof Error ? error.message : 'its aliases lead nowhere'));
  }
}

function unreadable(line: number, reason: string): SourceFault {
  const [first = reason] = reason.split('\n');
  return { line, what: `cannot be read as YAML (${first.replace(/[.:]$/, '')})` };
}

/** Scalars stay as they are written: 0077 is a booking number, not 77. */
function documentOf(text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/:(int|float|bool)$/.test(tag.tag)),
  });
  const lineOf = (path: SourcePath): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  return { document, lines, lineOf };
}

function sourceOf(root: unknown, lineOf: (path: SourcePath) => number): Result<TemplateSource, SourceFault> {
  const found = findEntries(root);
  if (found === undefined)
    return fail({ line: 1, what: 'holds no list of templates; begin it with templates: and a list' });
  return ok({
    entries: found.map(({ entry }) => withoutBlanks(entry)),
    lineOf: ([at, ...path]) => lineOf([...(found[Number(at)]?.path ?? []), ...path]),
  });
}
