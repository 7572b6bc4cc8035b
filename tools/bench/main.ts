import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../../src/core/error-message.ts';
import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import type { Row } from './bench.ts';
import { createDatabases } from './databases.ts';
import { readOptions } from './options.ts';
import { profileFlags, profileTable } from './profile.ts';
import { stopPrograms } from './program.ts';
import { isMet, type Result } from './result.ts';
import { ackRow } from './rows/ack.ts';
import { bulkRow } from './rows/bulk.ts';
import { fairRow } from './rows/fair.ts';
import { historyRow } from './rows/history.ts';
import { listConfirmRow } from './rows/list-confirm.ts';
import { listReviewRow } from './rows/list-review.ts';
import { memoryRow } from './rows/memory.ts';
import { outcomeRow } from './rows/outcome.ts';
import { paceRow } from './rows/pace.ts';
import { pickerRow } from './rows/picker.ts';
import { repliesRow } from './rows/replies.ts';
import { reportsRow } from './rows/reports.ts';
import { scaleRow } from './rows/scale.ts';
import { slowRow } from './rows/slow.ts';
import { startRow } from './rows/start.ts';
import { submitRow } from './rows/submit.ts';
import { startUpstreams } from './start-upstreams.ts';
import { tableOf } from './table.ts';

endOnUncaughtError('The bench');

const ROWS: Readonly<Record<string, Row>> = {
  ack: ackRow,
  submit: submitRow,
  outcome: outcomeRow,
  bulk: bulkRow,
  pace: paceRow,
  slow: slowRow,
  fair: fairRow,
  'list-review': listReviewRow,
  'list-confirm': listConfirmRow,
  reports: reportsRow,
  replies: repliesRow,
  picker: pickerRow,
  start: startRow,
  memory: memoryRow,
  scale: scaleRow,
  history: historyRow,
};

/** In the short run only what misses its goal by this factor fails: few rounds on a machine that does other things too. */
const CI_LENIENCY = 10;

const options = readOptions(Object.keys(ROWS));
const names = options.rows ?? Object.keys(ROWS);
const say = (text: string) => process.stdout.write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const databases = createDatabases(folder);
const upstreams = await startUpstreams();
const results: Result[] = [];
let broken = 0;
try {
  for (const name of names) {
    const row = ROWS[name];
    if (row === undefined) throw new Error(`There is no row ${name}; there are ${Object.keys(ROWS).join(', ')}`);
    const startedAt = performance.now();
    const profiles = join(folder, 'profiles', name);
    const nodeFlags = options.isProfiled ? profileFlags(profiles) : [];
    try {
      results.push(
        ...(await row({ size: options.size, kinds: options.databases, databases, upstreams, folder, nodeFlags })),
      );
    } catch (error) {
      broken += 1;
      await stopPrograms();
      say(`${name} broke: ${errorMessage(error)}.`);
    }
    if (options.isProfiled) say(await profileTable(profiles));
    say(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, load ${loadavg()[0]?.toFixed(1)}`);
  }
} finally {
  upstreams.stop();
  await databases.close();
  await rm(folder, { recursive: true, force: true });
}

say(`\n${tableOf(results)}\n`);
say(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, ${process.platform}`);
if (options.json !== undefined) {
  const about = { at: new Date().toISOString(), node: process.version, size: options.size, load: loadavg() };
  await writeFile(options.json, `${JSON.stringify({ ...about, results }, undefined, 2)}\n`);
}

const leniency = options.size === 'ci' ? CI_LENIENCY : 1;
const judged = results.flatMap(({ goal }) => (goal === undefined ? [] : [isMet(goal, leniency)]));
const failed = judged.filter((met) => !met).length + broken;
if (leniency !== 1) say(`A row fails here when it misses its goal ${leniency} times over.`);
say(`${judged.filter((met) => met).length} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
