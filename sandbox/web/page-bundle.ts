import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** One file of the page as it is served. */
export interface PageFile {
  /** The `content-type`. */
  readonly type: string;
  readonly body: Uint8Array;
}

const FOLDER = new URL('../page/', import.meta.url);

/**
 * Bundles the page in memory, so that there is no build step and nothing of it is ever stale.
 * @returns the files by the path that they are served at
 */
export async function buildPage(): Promise<ReadonlyMap<string, PageFile>> {
  const [html, script, styles, icon] = await Promise.all([
    readFile(new URL('page.html', FOLDER)),
    bundleScript(),
    readStyles(),
    readFile(new URL('favicon.svg', FOLDER)),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: styles }],
    ['/favicon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
}

async function bundleScript(): Promise<Uint8Array> {
  await using bundle = await rolldown({
    input: fileURLToPath(new URL('page.tsx', FOLDER)),
    platform: 'browser',
    tsconfig: false,
    transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  return Buffer.from(output[0].code);
}

/** The style sheets one after the other in the order of their names, which start with a number for that reason. */
async function readStyles(): Promise<Uint8Array> {
  const folder = new URL('styles/', FOLDER);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.css')).sort();
  return Buffer.concat(await Promise.all(names.map((name) => readFile(new URL(name, folder)))));
}
