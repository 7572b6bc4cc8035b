import { isNode, LineCounter, parseDocument } from 'yaml';
import { errorMessage } from '../core/error-message.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** Where something stands in a file: keys and positions from the root. */
export type SourcePath = readonly (string | number)[];

/** What a file says, and where. */
export interface YamlSource {
  readonly root: unknown;
  /** The line, from 1, of what stands at a path, or of the nearest thing around it. */
  lineOf(path: SourcePath): number;
}

export interface SourceFault {
  readonly line: number;
  /** A predicate: what the file is or lacks. */
  readonly what: string;
}

/**
 * Reads YAML or JSON. Scalars of YAML stay as they are written: 0077 is a booking number, not 77. JSON has a fast reader of
 * its own, because the slow one would keep the thread busy with an export of thousands of templates; it keeps the last of two
 * values with one name.
 *
 * @param refusesTwice whether two values with one name are a fault in JSON as they are in YAML
 */
export function readYaml(source: string, refusesTwice = false): Result<YamlSource, SourceFault> {
  const text = source.replace(/^\uFEFF/, '');
  if (text.includes('\0')) return fail({ line: 1, what: 'is no text in UTF-8; save it as UTF-8 and try again' });
  const json = refusesTwice ? undefined : jsonOf(text);
  return json === undefined ? fromYaml(text) : ok({ root: json, lineOf: lazyLines(text) });
}

function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines are needed for a problem only, so JSON is read as YAML for them when the first one is asked for. */
function lazyLines(text: string): YamlSource['lineOf'] {
  let yaml: ReturnType<typeof documentOf> | undefined;
  return (path) => {
    yaml ??= documentOf(text);
    return yaml.lineOf(path);
  };
}

function fromYaml(text: string): Result<YamlSource, SourceFault> {
  try {
    const { document, lines, lineOf } = documentOf(text);
    const [error] = document.errors;
    if (error !== undefined) return fail(unreadable(lines.linePos(error.pos[0]).line, error));
    return ok({ root: document.toJS(), lineOf });
  } catch (error) {
    return fail(unreadable(1, error));
  }
}

function unreadable(line: number, error: unknown): SourceFault {
  return { line, what: `cannot be read as YAML (${errorMessage(error)})` };
}

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
