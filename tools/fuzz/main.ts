import { readFile } from 'node:fs/promises';
import { readFlags, wholeNumber } from '../../src/programs/arguments.ts';
import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import { openBotPool } from '../chaos/bots/bot-process.ts';
import { startMain } from '../chaos/bots/main-process.ts';
import { seeded } from '../chaos/random.ts';
import { say, table } from '../chaos/table.ts';
import { createWorld, type World } from '../chaos/world.ts';
import { type Findings, isOneSubmissions, payloads, replies, reports, shapes, submissions } from './campaigns.ts';
import { startOddKaleyra } from './odd-kaleyra.ts';

/** Room for the program and its garbage; what strangers send must not pile up. */
const MAX_RSS_MB = 300;
const QUIET_MS = 60_000;
const MAX_PRINTED = 10;
const CAMPAIGNS = { submissions, reports, replies, payloads, shapes };

const HELP = `npm run fuzz -- [flags]    odd values, reports, answers and payloads against the whole program; prints a table and its seed

  --cases N    how many of each kind (150)
  --seed N     draws the same run again
`;

endOnUncaughtError('The fuzz run');

const { cases, seed } = readOptions();
const startedAt = performance.now();
say(`fuzz · seed ${seed} · ${cases} cases each`);

const pids: number[] = [];
const kaleyra = await startOddKaleyra(seeded(seed, 'kaleyra'));
const pool = await openBotPool(0);
const world = await createWorld({
  pool,
  seed: `${seed}-fuzz`,
  mode: 'ok',
  slackFailures: 0,
  environment: { KALEYRA_API_DOMAIN: kaleyra.origin, LOG_LEVEL: 'debug' },
  startBot: async (environment) => {
    const bot = await startMain(environment);
    pids.push(bot.pid);
    return bot;
  },
});
const wrong: string[] = [];
const rows: string[][] = [];
try {
  for (const [name, campaign] of Object.entries(CAMPAIGNS)) {
    const findings = await campaign({ world, kaleyra, random: seeded(seed, name), cases });
    rows.push(rowOf(name, findings));
    wrong.push(...findings.wrong.map((one) => `${name}: ${one}`));
  }
  await world.quiet(QUIET_MS);
} catch (error) {
  wrong.push(error instanceof Error ? error.message : 'broken');
}
const { lines, rss } = await judge();
await world.close();
await kaleyra.close();
pool.close();

say(table(['campaign', 'answers', 'cases', 'wrong'], rows));
const phones = kaleyra.requests.size;
say(`${phones} phones · ${lines} log lines · ${rss} MB at most · ${seconds()} s · seed ${seed}`);
for (const one of wrong.slice(0, MAX_PRINTED)) say(`FAILED  ${one}`);
if (wrong.length > MAX_PRINTED) say(`and ${wrong.length - MAX_PRINTED} more`);
say(`${rows.filter((row) => row.at(-1) === '0').length} passed, ${wrong.length} failed`);
process.exit(wrong.length === 0 ? 0 : 1);

function readOptions(): { readonly cases: number; readonly seed: number } {
  const values = readFlags(HELP, {
    cases: { type: 'string', default: '150' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  });
  return {
    cases: wholeNumber('--cases', values.cases, HELP, { min: 1 }),
    seed: wholeNumber('--seed', values.seed, HELP),
  };
}

/** What has to be true after all of it. */
async function judge(): Promise<{ readonly lines: number; readonly rss: number }> {
  const doubles = [...kaleyra.requests].filter(([number, count]) => count > 1 && isOneSubmissions(number, cases));
  for (const [number, count] of doubles) wrong.push(`a phone was written to ${count} times: …${number.slice(-4)}`);
  if (kaleyra.requests.size === 0) wrong.push('nothing left at all');
  for (const { code, signal } of world.endings()) wrong.push(`a process ended with ${code ?? signal}`);
  const lines = linesOf(world);
  const broken = lines.filter((line) => !isLogLine(line));
  for (const line of broken) wrong.push(`a log line is no JSON with a level and a message: ${line.slice(0, 200)}`);
  const rss = Math.max(0, ...(await Promise.all(pids.map(peakMb))));
  if (rss >= MAX_RSS_MB) wrong.push(`a process grew to ${rss} MB`);
  return { lines: lines.length, rss };
}

function linesOf({ slots }: World): readonly string[] {
  return slots.flatMap(({ output }) => output.split('\n')).filter((line) => line !== '');
}

function isLogLine(line: string): boolean {
  try {
    const { level, msg, time } = JSON.parse(line) as Record<string, unknown>;
    return /^(debug|info|warn|error|fatal)$/.test(String(level)) && typeof msg === 'string' && time !== undefined;
  } catch {
    return false;
  }
}

/** The most memory that a process ever held, in MB. */
async function peakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

function rowOf(name: string, { answers, cases, wrong: found }: Findings): string[] {
  const said = [...answers].sort().map(([status, count]) => `${count} × ${status}`);
  return [name, said.join(', '), String(cases), String(found.length)];
}

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 1000);
}
