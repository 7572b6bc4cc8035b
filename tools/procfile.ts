import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** How a platform starts the program. */
interface Production {
  readonly environment: Readonly<Record<string, string>>;
  /** What Node gets before the file. */
  readonly flags: readonly string[];
  readonly file: string;
}

/** Reads the Procfile: `web: NAME=VALUE … node FLAG … FILE`. Throws where it says anything else. */
export function readProcfile(): Production {
  const text = readFileSync(join(ROOT, 'Procfile'), 'utf8');
  const [, before, after] = /^web: ((?:\w+=\S+ )*)node (.+)$/m.exec(text) ?? [];
  const words = after?.trim().split(' ') ?? [];
  const file = words.at(-1);
  if (before === undefined || file === undefined) throw new Error('The Procfile has no line `web: … node …`.');
  const environment = Object.fromEntries(
    Array.from(before.matchAll(/(\w+)=(\S+)/g), ([, name, value]) => [name, value]),
  );
  return { environment, flags: words.slice(0, -1), file: join(ROOT, file) };
}
