import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The part of V8's `.cpuprofile` that is read here: times in microseconds. */
const PROFILE = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof PROFILE>;
type Node = Profile['nodes'][number];

const MAX_PLACES = 16;
/** Loading modules: paid once a start, and the row `start` measures it. */
const LOADING = /^node:internal\/modules|^node:internal\/process\/esm_loader/;

/** What makes a Node program leave a profile in this folder when it ends. */
export function profileFlags(folder: string): readonly string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** Where the processor time of all profiled bots went after they were loaded, the largest share first. */
export async function profileTable(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'));
  const times = new Map<string, number>();
  for (const file of files) {
    const profile = PROFILE.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    for (const [place, us] of placesOf(profile)) times.set(place, (times.get(place) ?? 0) + us);
  }
  const all = [...times.values()].reduce((sum, us) => sum + us, 0);
  const lines = [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_PLACES)
    .map(([place, us]) => `${((us / all) * 100).toFixed(1).padStart(5)} %  ${place}`);
  return [`Processor time of ${files.length} bots, ${(all / 1e6).toFixed(1)} s, by whose code ran:`, ...lines].join(
    '\n',
  );
}

function placesOf({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const names = new Map(nodes.map(({ id }) => [id, placeOf(stackOf(id, byId, parents))]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = names.get(id);
    if (place !== undefined) times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return times;
}

/** From the function that ran up to the one that began it all. */
function stackOf(id: number, byId: ReadonlyMap<number, Node>, parents: ReadonlyMap<number, number>): readonly Node[] {
  const node = byId.get(id);
  const parent = parents.get(id);
  if (node === undefined) return [];
  return parent === undefined ? [node] : [node, ...stackOf(parent, byId, parents)];
}

/** Undefined for what does not count: standing idle, and loading. */
function placeOf(stack: readonly Node[]): string | undefined {
  const [first] = stack;
  if (first === undefined || stack.some(({ callFrame }) => LOADING.test(callFrame.url))) return undefined;
  const { functionName, url } = first.callFrame;
  if (functionName === '(idle)' || functionName === '(root)') return undefined;
  if (functionName.startsWith('(')) return functionName;
  const owner = stack.find(({ callFrame }) => callFrame.url !== '')?.callFrame.url ?? 'Node itself';
  return url === '' ? `native code called by ${shortUrl(owner)}` : shortUrl(owner);
}

/** A package, a folder of `src`, or a module of Node; `node:undici` is what `fetch` runs on. */
function shortUrl(url: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  const inSource = /\/(src\/[^/]+)/.exec(url)?.[1];
  return inSource ?? url.replace(/^node:(?:internal\/)?(?:deps\/)?([^/]+).*/, 'node:$1');
}
