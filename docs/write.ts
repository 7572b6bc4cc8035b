import { readFile, writeFile } from 'node:fs/promises';
import { policySchema } from '../src/files/policy/policy-schema.ts';
import { templateSchema } from '../src/files/templates/template-schema.ts';
import { readFlags } from '../src/programs/arguments.ts';
import { endOnUncaughtError } from '../src/programs/uncaught-error.ts';
import { withConfigurationTable } from './configuration-table.ts';
import { errorsPage } from './errors-page.ts';
import { withSandboxTables } from './sandbox-page.ts';
import { withTemplateTables } from './templates-page.ts';

endOnUncaughtError('Writing the docs');

const HELP = `npm run docs -- [--check]    writes what is made from the code in README, docs/, and the schemas of what people write

  --check    writes nothing, and ends with 1 when something is out of date
`;

/** Files that are made from the code. `npm run docs` writes them; `npm run docs -- --check` fails when one is stale. */
const FILES: readonly { readonly path: string; readonly make: (current: string) => string }[] = [
  { path: 'docs/errors.md', make: errorsPage },
  { path: 'docs/templates.md', make: withTemplateTables },
  { path: 'docs/sandbox.md', make: withSandboxTables },
  { path: 'templates.schema.json', make: templateSchema },
  { path: 'policy.schema.json', make: policySchema },
  { path: 'README.md', make: withConfigurationTable },
];

const { check: isCheck } = readFlags(HELP, { check: { type: 'boolean', default: false } });
const stale: string[] = [];

for (const { path, make } of FILES) {
  const url = new URL(`../${path}`, import.meta.url);
  const current = await readFile(url, 'utf8').catch(() => '');
  const text = make(current);
  if (current === text) continue;
  if (isCheck) stale.push(path);
  else await writeFile(url, text);
}

if (stale.length > 0) {
  process.stderr.write(`Not up to date: ${stale.join(', ')}. Run npm run docs and commit what it writes.\n`);
  process.exitCode = 1;
}
