import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as at } from 'node:timers/promises';
import { atOnce } from '../at-once.ts';
import type { Bot } from '../bots/bot-process.ts';
import { startMain } from '../bots/main-process.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import { commandOf, postAsSlack, SLACK_WAITS_MS } from '../person.ts';
import { violationOf } from '../promises.ts';
import { say, table } from '../table.ts';
import { createWorld, type World } from '../world.ts';
import { startWave, WAVE_NAMES, type WaveName } from './stranger-sockets.ts';

const SLOW_SOCKETS = 500;
const FORGERS = 12;
const FLOOD_MS = 10_000;
const COMMANDS_A_SECOND = 20;
/** Fewer than fifty, of which none may be refused. A machine with much else to do would let more pile up. */
const MAX_COMMANDS_AT_ONCE = 40;
const MAX_ACK_MS = 1_000;
/** Where the same commands alone take long already, how many times as long an ack may take. */
const MAX_SLOWDOWN = 4;
/** Longer than Slack waits: a slow ack of a machine with much else to do is measured, and told from one that was refused. */
const MAX_WAIT_MS = 30_000;
const MAX_RSS_MB = 300;
const MAX_RSS_GROWTH_MB = 64;

interface Flood {
  readonly isOver: boolean;
}

/** Held sockets, slow sockets and forged requests from everywhere, while twenty people a second still run the command. */
export async function flood({ seed, pool }: Campaign): Promise<Tally> {
  const pids = new Map<number, number>();
  const startBot = async (environment: Readonly<Record<string, string>>): Promise<Bot> => {
    const bot = await startMain({ ...environment, LOG_LEVEL: 'info' });
    pids.set(bot.port, bot.pid);
    return bot;
  };
  const world = await createWorld({ pool, seed: `${seed}-flood`, mode: 'ok', slackFailures: 0, startBot });
  const [{ port = 0 }] = world.slots;
  const pid = pids.get(port) ?? 0;
  const waves = await runWaves(world, port, pid);
  const state = { isOver: false };
  const sockets = Array.from({ length: SLOW_SOCKETS }, () => dripper(port));
  const peak = watchMemory(pid, state);
  const forged = Promise.all(Array.from({ length: FORGERS }, (_, index) => forgeOn(port, index, state)));
  const commands = await runCommands(world, port);
  state.isOver = true;
  const tries = (await forged).flat();
  const rss = await peak;
  const slowLeft = sockets.filter((socket) => !socket.destroyed).length;
  for (const socket of sockets) socket.destroy();
  const after = await runWave(world, port, pid, 'none');
  const aloneMs = Math.max(...[...waves, after].filter(({ wave }) => wave === 'none').map(({ acks }) => acks.p99));
  const slow = waves.filter(({ acks }) => isSlow(acks, SLACK_WAITS_MS, aloneMs));
  const stillSlow = await runAgain(world, port, pid, slow);
  const [rows] = await world.database.query('select count(*) as n from sends');
  await world.close();

  const taken = tries.filter((status) => status !== 401 && status !== 404).length;
  const figures = [commands.sent, commands.p50, commands.p99, tries.length, slowLeft, rss];
  say(
    table(
      ['flood', 'program', 'commands', 'p50 ms', 'p99 ms', 'forged', 'slow left', 'peak RSS MB'],
      [['10 s', 'src/start.js', ...figures.map(String)]],
    ),
  );
  const violations = [
    ...[{ wave: 'flood', acks: commands }, ...waves].flatMap(({ acks, wave }) => refusedIn(wave, acks)),
    ...(isSlow(commands, MAX_ACK_MS, aloneMs) ? [slowness('flood', commands, aloneMs)] : []),
    ...stillSlow,
    ...(rss >= MAX_RSS_MB ? [`the process grew to ${rss} MB`] : []),
    ...(slowLeft > 0 ? [`${slowLeft} slow sockets were still open`] : []),
    ...(taken > 0 ? [violationOf('forged', `${taken} forged requests were not turned away`)] : []),
    ...waves.flatMap(({ before, most, wave }) =>
      most - before < MAX_RSS_GROWTH_MB ? [] : [`${wave}: the process grew from ${before} to ${most} MB`],
    ),
    ...(Number(rows?.['n']) === 0 ? [] : [violationOf('forged', 'forged requests became sends')]),
  ];
  for (const violation of violations) say(`FAILED  seed ${seed} · flood: ${violation}`);
  return { passed: violations.length === 0 ? 1 : 0, failed: violations.length === 0 ? 0 : 1 };
}

/** What became of the commands, in milliseconds. */
interface Acks {
  readonly sent: number;
  /** Turned away, cut off, or without a response for much longer than Slack waits. */
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
}

function refusedIn(part: string, { refused }: Acks): readonly string[] {
  return refused === 0 ? [] : [`${part}: ${refused} commands were refused`];
}

/** @param aloneMs what acks take without strangers, 99th percentile */
function isSlow({ p99 }: Acks, maxMs: number, aloneMs: number): boolean {
  return p99 >= Math.max(maxMs, MAX_SLOWDOWN * aloneMs);
}

function slowness(part: string, { p99 }: Acks, aloneMs: number): string {
  return `${part}: acks took ${p99} ms at p99, and ${aloneMs} ms without strangers`;
}

/**
 * Runs slow waves once more, each right after the same commands alone: a machine may have had much else to do just then. What
 * is really slow stays slow.
 */
async function runAgain(
  world: World,
  port: number,
  pid: number,
  slow: readonly WaveResult[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { wave } of slow) {
    const alone = await runWave(world, port, pid, 'none');
    const again = await runWave(world, port, pid, wave);
    say(`${wave} again: p99 ${again.acks.p99} ms, and ${alone.acks.p99} ms without strangers`);
    problems.push(...refusedIn(wave, again.acks));
    if (isSlow(again.acks, SLACK_WAITS_MS, alone.acks.p99)) problems.push(slowness(wave, again.acks, alone.acks.p99));
  }
  return problems;
}

/** A wave of strangers, and what it cost: memory in MB. */
interface WaveResult {
  readonly wave: WaveName;
  readonly acks: Acks;
  readonly before: number;
  readonly most: number;
}

async function runWaves(world: World, port: number, pid: number): Promise<readonly WaveResult[]> {
  const results: WaveResult[] = [];
  for (const wave of WAVE_NAMES) results.push(await runWave(world, port, pid, wave));
  say(
    table(
      ['2,000 sockets', 'commands', 'refused', 'p99 ms', 'RSS before MB', 'peak MB'],
      results.map(({ wave, acks, before, most }) => [
        wave,
        ...[acks.sent, acks.refused, acks.p99, before, most].map(String),
      ]),
    ),
  );
  return results;
}

async function runWave(world: World, port: number, pid: number, wave: WaveName): Promise<WaveResult> {
  const state = { isOver: false };
  const before = await rssOf(pid);
  const peak = watchMemory(pid, state);
  const strangers = startWave(port, wave);
  const acks = await runCommands(world, port);
  state.isOver = true;
  await strangers.terminate();
  return { wave, acks, before, most: await peak };
}

/** Sends a request a few bytes at a time and never ends it. */
function dripper(port: number): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write('POST /slack/events HTTP/1.1\r\nHost: bot\r\n'));
  const drip = setInterval(() => void socket.write('x-slow: 1\r\n'), 1_000);
  socket.on('error', () => undefined);
  socket.on('close', () => clearInterval(drip));
  socket.resume();
  return socket;
}

async function forgeOn(port: number, index: number, flood: Flood): Promise<number[]> {
  const statuses: number[] = [];
  const submission = { payload: JSON.stringify({ type: 'view_submission', view: { id: 'V-forged' } }) };
  while (!flood.isOver) {
    const status = await (index % 2 === 0
      ? postAsSlack(port, 'not-the-signing-secret', submission).then((answer) => answer?.status)
      : fetch(`http://127.0.0.1:${port}/kaleyra/status/${'0'.repeat(48)}?id=a:1&status=read`).then(
          (answer) => answer.status,
          () => undefined,
        ));
    if (status !== undefined) statuses.push(status);
  }
  return statuses;
}

async function runCommands(world: World, port: number): Promise<Acks> {
  const [secret = ''] = world.secrets;
  const everyMs = 1_000 / COMMANDS_A_SECOND;
  const beganAt = performance.now();
  const indexes = Array.from({ length: FLOOD_MS / everyMs }, (_, index) => index);
  const taken = await atOnce(MAX_COMMANDS_AT_ONCE, indexes, async (index) => {
    await at(Math.max(0, beganAt + index * everyMs - performance.now()));
    const startedAt = performance.now();
    const command = commandOf(`flood-${index}`, ['+919876543210']);
    const answer = await postAsSlack(port, secret, command, { waitMs: MAX_WAIT_MS });
    return answer?.status === 200 ? [performance.now() - startedAt] : [];
  });
  const ms = taken.flat().toSorted((a, b) => a - b);
  const p = (share: number): number => Math.round(ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0);
  return { sent: indexes.length, refused: indexes.length - ms.length, p50: p(0.5), p99: p(0.99) };
}

/** @returns the most memory that the process held, in MB */
async function watchMemory(pid: number, flood: Flood): Promise<number> {
  let max = 0;
  while (!flood.isOver) {
    max = Math.max(max, await rssOf(pid));
    await at(100);
  }
  return max;
}

/** In MB. */
async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
