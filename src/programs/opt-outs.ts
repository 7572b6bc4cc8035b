import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readConfig } from '../config/config.ts';
import { errorMessage } from '../core/error-message.ts';
import { formatCount, formatNoun, formatPeople } from '../core/format.ts';
import { defusedCell } from '../core/list/clean-cell.ts';
import { csvLine } from '../core/list/csv-line.ts';
import { readOptOutRows } from '../core/list/opt-out-rows.ts';
import { columnName, formSentence, HIGHEST_MAX_LIST_ROWS } from '../core/list/sheet.ts';
import { createNumbering } from '../numbering/numbering.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { oneOf, readArguments, refuseArguments } from './arguments.ts';
import { endOnUncaughtError } from './uncaught-error.ts';

endOnUncaughtError('The program for opt-outs');

const HELP = `npm run opt-outs -- import FILE.csv    stops messages to the people of a list who said no; rows that cannot be read are named, the others count
npm run opt-outs -- export             prints everybody who said no as CSV

  --scope marketing|all    what they said no to (all)
  --column B               the column with the phone numbers, where the file does not show it
  --dry-run                says what would be done, and changes nothing

Exit code: 0 done, 1 nothing was done, or some rows could not be read.
`;

const MAX_PROBLEMS_SHOWN = 20;
const PAGE_SIZE = 1_000;
const EXPORT_COLUMNS = ['phone', 'said no to', 'how', 'by', 'since (UTC)', 'evidence'];
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const { values, positionals } = readArguments(HELP, {
  scope: { type: 'string', default: 'all' },
  column: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
});
const scope = oneOf('--scope', values.scope, ['marketing', 'all'], HELP);
const [command, path, ...more] = positionals;
if (command === 'import' && path !== undefined && more.length === 0) process.exitCode = await importFrom(path);
else if (command === 'export' && path === undefined) process.exitCode = await withStore(exportAll);
else refuseArguments(problemOf(positionals), HELP);

function problemOf([command, ...words]: readonly string[]): string {
  if (command === undefined) return 'Say what to do: import and a file, or export';
  if (command === 'import') return words.length === 0 ? 'import takes the file to import' : 'import takes one file';
  if (command === 'export') return `export takes no more words, not “${words.join(' ')}”`;
  return `There is no “${command}”: it is import or export`;
}

/** @returns 1 when nothing was saved, or a row could not be read. */
async function importFrom(from: string): Promise<number> {
  const bytes = await readFile(from).catch((error: unknown) => errorMessage(error));
  if (typeof bytes === 'string') return say(`✕ ${from} cannot be read (${bytes}). Nothing was changed.`, 1);
  const sheet = readSheet(bytes, HIGHEST_MAX_LIST_ROWS);
  if (!sheet.ok) return say(`✕ ${basename(from)}: ${sheet.failure.sentence} Nothing was changed.`, 1);
  const { read } = createNumbering(process.env['DEFAULT_COUNTRY']);
  const rows = readOptOutRows(sheet.value, read, values.column);
  if (!rows.ok) return say(`✕ ${basename(from)}: ${rows.failure} Nothing was changed.`, 1);
  const { column, people, problems } = rows.value;
  say(`${formSentence(sheet.value)} The numbers are in ${columnName({ ...column, name: '' })}.`);
  for (const { row, sentence } of problems.slice(0, MAX_PROBLEMS_SHOWN)) say(`✕ Row ${row}: ${sentence}`);
  if (problems.length > MAX_PROBLEMS_SHOWN)
    say(`✕ ${formatCount(problems.length - MAX_PROBLEMS_SHOWN)} more rows cannot be read.`);
  const exitCode = problems.length > 0 || people.length === 0 ? 1 : 0;
  const what = scope === 'marketing' ? 'no marketing' : 'no messages';
  if (people.length === 0) return say('✕ No row has a phone number. Nothing was changed.', 1);
  if (values['dry-run'] === true) {
    const left = problems.length === 0 ? '' : ` ${formatNoun(problems.length, 'row')} cannot be read.`;
    return say(`${formatPeople(people.length)} would get ${what}.${left} Nothing was changed.`, exitCode);
  }
  return withStore(async ({ rules }) => {
    const numbers = people.map(({ number }) => number);
    const added = await rules.optOuts.addOptOuts({ numbers, scope, source: 'import', evidence: basename(from) });
    const known = people.length - added;
    const before = known === 0 ? '' : ` ${formatCount(known)} of them had said so before.`;
    return say(
      `${formatPeople(people.length)} ${people.length === 1 ? 'gets' : 'get'} ${what} from now on.${before}`,
      exitCode,
    );
  });
}

async function exportAll({ rules }: Store): Promise<number> {
  say(csvLine(EXPORT_COLUMNS, ','));
  let after: string | undefined;
  do {
    const page = await rules.listOptOuts(after, PAGE_SIZE);
    for (const { at, by, evidence, number, scope: said, source } of page.optOuts) {
      const time = at.toISOString().slice(0, 19).replace('T', ' ');
      say(csvLine([number, said, source, by ?? '', time, evidence ?? ''].map(defusedCell), ','));
    }
    after = page.next;
  } while (after !== undefined);
  return 0;
}

async function withStore(work: (store: Store) => Promise<number>): Promise<number> {
  const config = readConfig(process.env);
  const url = config.ok
    ? config.value.values.DATABASE_URL
    : (process.env['DATABASE_URL'] ?? 'file:data/whatsapp-send.db');
  const store = await openStore({ url, messagesPerSecond: 1, leaseMs: 60_000, log: SILENT }).catch(errorMessage);
  if (typeof store === 'string') return say(`✕ The ledger cannot be opened (${store}). Nothing was changed.`, 1);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function say(line: string, exitCode = 0): number {
  process.stdout.write(`${line}\n`);
  return exitCode;
}
