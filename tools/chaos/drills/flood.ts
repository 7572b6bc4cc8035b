import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as at } from 'node:timers/promises';
import { atOnce } from '../at-once.ts';
import type { Bot } from '../bots/bot-process.ts';
import { startMain } from '../bots/main-process.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import { commandOf, postAsSlack } from '../person.ts';
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
  const { aloneMs, violations: ofWaves } = await runWaves(world, port, pid);
  const state = { isOver: false };
  const sockets = Array.from({ length: SLOW_SOCKETS }, () => dripper(port));
  const peak = watchMemory(pid, state);
  const forged = Promise.all(Array.from({ length: FORGERS }, (_, index) => forgeOn(port, index, state)));
  const ackMs = await runCommands(world, port);
  state.isOver = true;
  const tries = (await forged).flat();
  const rss = await peak;
  const slowLeft = sockets.filter((socket) => !socket.destroyed).length;
  for (const socket of sockets) socket.destroy();
  const [rows] = await world.database.query('select count(*) as n from sends');
  await world.close();

  const sorted = ackMs.toSorted((a, b) => a - b);
  const p = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const taken = tries.filter((status) => status !== 401 && status !== 404).length;
  say(
    table(
      ['flood', 'program', 'commands', 'p50 ms', 'p99 ms', 'forged', 'slow left', 'peak RSS MB'],
      [['10 s', 'src/start.js', ...[ackMs.length, p(0.5), p(0.99), tries.length, slowLeft, rss].map(String)]],
    ),
  );
  const violations = [
    ...(sorted.some((ms) => ms === Number.POSITIVE_INFINITY) ? ['a command was not acked'] : []),
    ...(p(0.99) >= Math.max(MAX_ACK_MS, MAX_SLOWDOWN * aloneMs)
      ? [`acks took ${p(0.99)} ms at p99, and ${aloneMs} ms without strangers`]
      : []),
    ...(rss >= MAX_RSS_MB ? [`the process grew to ${rss} MB`] : []),
    ...(slowLeft > 0 ? [`${slowLeft} slow sockets were still open`] : []),
    ...(taken > 0 ? [`I12: ${taken} forged requests were not turned away`] : []),
    ...ofWaves,
    ...(Number(rows?.['n']) === 0 ? [] : ['I12: forged requests became sends']),
  ];
  for (const violation of violations) say(`FAILED  seed ${seed} · flood: ${violation}`);
  return { passed: violations.length === 0 ? 1 : 0, failed: violations.length === 0 ? 0 : 1 };
}

interface Waves {
  /** What broke while strangers held many sockets. */
  readonly violations: readonly string[];
  /** What acks take without strangers, 99th percentile in milliseconds. */
  readonly aloneMs: number;
}

async function runWaves(world: World, port: number, pid: number): Promise<Waves> {
  const results = [];
  for (const wave of WAVE_NAMES) results.push(await runWave(world, port, pid, wave));
  say(
    table(
      ['2,000 sockets', 'commands', 'refused', 'p99 ms', 'RSS before MB', 'peak MB'],
      results.map(({ row }) => row),
    ),
  );
  return {
    violations: results.flatMap(({ violations }) => violations),
    aloneMs: results.find(({ wave }) => wave === 'none')?.p99 ?? 0,
  };
}

async function runWave(world: World, port: number, pid: number, wave: WaveName) {
  const state = { isOver: false };
  const before = await rssOf(pid);
  const peak = watchMemory(pid, state);
  const strangers = startWave(port, wave);
  const ackMs = (await runCommands(world, port)).toSorted((a, b) => a - b);
  state.isOver = true;
  await strangers.terminate();
  const most = await peak;
  const refused = ackMs.filter((ms) => ms === Number.POSITIVE_INFINITY).length;
  const p99 = Math.round(ackMs[Math.floor(ackMs.length * 0.99)] ?? 0);
  return {
    wave,
    p99,
    row: [wave, ...[ackMs.length, refused, p99, before, most].map(String)],
    violations: [
      ...(refused === 0 ? [] : [`${wave}: ${refused} commands were refused`]),
      ...(most - before < MAX_RSS_GROWTH_MB ? [] : [`${wave}: the process grew from ${before} to ${most} MB`]),
    ],
  };
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

/** @returns milliseconds that each ack took, infinite when there was none */
async function runCommands(world: World, port: number): Promise<readonly number[]> {
  const [secret = ''] = world.secrets;
  const everyMs = 1_000 / COMMANDS_A_SECOND;
  const beganAt = performance.now();
  const indexes = Array.from({ length: FLOOD_MS / everyMs }, (_, index) => index);
  return atOnce(MAX_COMMANDS_AT_ONCE, indexes, async (index) => {
    await at(Math.max(0, beganAt + index * everyMs - performance.now()));
    const startedAt = performance.now();
    const answer = await postAsSlack(port, secret, commandOf(`flood-${index}`, ['+919876543210']));
    return answer?.status === 200 ? performance.now() - startedAt : Number.POSITIVE_INFINITY;
  });
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
