import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of one file, type-only ones included. */
export interface Import {
  readonly file: string;
  /** As it is written: `./result.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** Where a relative one leads, from the root of the repository; undefined for a package. */
  readonly target?: string;
  /** What is imported by name, without `type` and `as`. */
  readonly names: readonly string[];
}

/** Which node leads to which. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Every file that Node runs in these folders, by its path from the root of the repository. */
export function sourceFiles(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,js}`))
    .filter((file) => !file.endsWith('.d.ts'))
    .sort();
}

/** The imports of a file: `import … from`, `export … from`, `import '…'`, `import('…')` and types in `import('…')`. */
export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:\b(?:import|export)\b(?<clause>[^;'"()]*?)\bfrom\s*|(?<!')\bimport\s*\(?\s*)'(?<specifier>[^']+)'/g,
  );
  return [...found].map(({ groups }) => {
    const specifier = groups?.['specifier'] ?? '';
    const isRelative = specifier.startsWith('.');
    return {
      file,
      specifier,
      names: namesIn(groups?.['clause'] ?? ''),
      ...(isRelative && { target: normalize(join(dirname(file), specifier)) }),
    };
  });
}

function namesIn(clause: string): readonly string[] {
  const inBraces = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  return inBraces
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s.*$/, ''),
    )
    .filter((name) => name !== '');
}

/** The graph of what a node of each import leads to; an import within one node is none. */
export function graphOf(imports: readonly Import[], nodeOf: (path: string) => string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    if (target === undefined) continue;
    const [from, to] = [nodeOf(file), nodeOf(target)];
    const targets = graph.get(from) ?? new Set();
    graph.set(from, from === to ? targets : targets.add(to));
  }
  return graph;
}

/** Every set of nodes that lead to one another, as `a.ts ↔ b.ts`. */
export function loopsIn(graph: Graph): readonly string[] {
  const reach = new Map([...graph.keys()].map((node) => [node, reachableFrom(node, graph)]));
  const loops = [...graph.keys()]
    .filter((node) => reach.get(node)?.has(node))
    .map((node) => [...(reach.get(node) ?? [])].filter((other) => reach.get(other)?.has(node)).sort());
  return [...new Set(loops.map((loop) => loop.join(' ↔ ')))].sort();
}

function reachableFrom(start: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return reached;
}
