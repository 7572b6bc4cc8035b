import { readFileSync, writeFileSync } from 'node:fs';
import { readFlags } from '../src/programs/arguments.ts';
import { endOnUncaughtError } from '../src/programs/uncaught-error.ts';
import { renderManifest } from './render.ts';

endOnUncaughtError('Writing the manifest');

const HELP = `npm run manifest -- [--check]    writes slack-manifest.yml

  --check    writes nothing, and ends with 1 when it is out of date
`;
const FILE = new URL('../slack-manifest.yml', import.meta.url);

/** Writes `slack-manifest.yml`; with `--check` it only says whether it is up to date, by its exit code. */
function main(isCheck: boolean): number {
  const rendered = renderManifest();
  if (!isCheck) {
    writeFileSync(FILE, rendered);
    return 0;
  }
  if (current() === rendered) return 0;
  process.stderr.write('slack-manifest.yml is out of date. Run `npm run manifest`.\n');
  return 1;
}

function current(): string | undefined {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
}

const { check } = readFlags(HELP, { check: { type: 'boolean', default: false } });
process.exitCode = main(check);
