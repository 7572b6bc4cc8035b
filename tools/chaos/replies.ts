import { atOnce } from './at-once.ts';
import type { Campaign, Tally } from './kills.ts';
import { type Random, seeded } from './random.ts';
import { say, table } from './table.ts';
import { pause, until } from './wait.ts';
import { createWorld, SENDER, type World } from './world.ts';

const SENDS = 6;
const REPLIES_OF_EACH = 30;
const KILLS = 6;
const AT_ONCE = 12;
const FIRST_NUMBER = 919_860_000_000;
const MAX_WAIT_MS = 180_000;
/** Each of them is told twice, to whichever process listens. */
const TOLD_TWICE = 0.3;

interface Reply {
  readonly from: string;
  readonly text: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/**
 * Recipients write while both processes are killed again and again. What was answered with 200 is in the ledger once, with the send
 * that it answers, and so is what its words say; what was told twice is one reply.
 */
export async function repliesCampaign({ seed, pool, postgres }: Campaign): Promise<Tally> {
  const random = seeded(seed, 'replies');
  const world = await createWorld({
    pool,
    postgres,
    seed: `${seed}-replies`,
    mode: 'ok',
    reports: 'in-order',
    slackFailures: 0.1,
  });
  const violations: string[] = [];
  let told = 0;
  try {
    const numbers = Array.from({ length: SENDS }, (_, index) => String(FIRST_NUMBER + index));
    await Promise.all(numbers.map((number, index) => world.send(`N-reply-${index}`, [number], MAX_WAIT_MS)));
    await world.quiet(MAX_WAIT_MS);
    const replies = numbers.flatMap((from) => repliesFrom(from, random));
    const state = { isOver: false };
    const kills = killAgainAndAgain(world, random, state).catch((error: unknown) => {
      violations.push(error instanceof Error ? error.message : 'the kills broke');
    });
    await atOnce(AT_ONCE, replies, async (reply) => {
      for (let time = random.chance(TOLD_TWICE) ? 2 : 1; time > 0; time--) {
        if (await tellUntilTaken(world, reply)) told += 1;
        else violations.push(`a reply was never taken: ${reply.text}`);
      }
    });
    state.isOver = true;
    await kills;
    await world.quiet(MAX_WAIT_MS);
    violations.push(...(await check(world, replies)));
  } catch (error) {
    violations.push(error instanceof Error ? error.message : 'broken');
  }
  const kills = world.endings().length;
  await world.close();
  say(
    table(
      ['replies', 'engine', 'told', 'kills', 'wrong'],
      [['storm', postgres === undefined ? 'sqlite' : 'postgres', ...[told, kills, violations.length].map(String)]],
    ),
  );
  for (const violation of violations) say(`FAILED  seed ${seed} · replies: ${violation}`);
  return { passed: violations.length === 0 ? 1 : 0, failed: violations.length === 0 ? 0 : 1 };
}

/** The last word of every other person is STOP. */
function repliesFrom(from: string, random: Random): readonly Reply[] {
  const start = Math.floor(Date.now() / 1_000) - REPLIES_OF_EACH - 60;
  const replies = Array.from({ length: REPLIES_OF_EACH }, (_, index) => ({
    from,
    text: random.chance(0.2) ? random.pick(['STOP', 'START']) : `R-${from.slice(-4)}-${index}`,
    at: start + index,
  }));
  const last = Number(from) % 2 === 0 ? 'STOP' : 'START';
  return [...replies, { from, text: last, at: start + REPLIES_OF_EACH }];
}

async function killAgainAndAgain({ slots }: World, random: Random, state: { readonly isOver: boolean }): Promise<void> {
  for (let kill = 0; kill < KILLS && !state.isOver; kill++) {
    await pause(100 + random.below(400));
    const slot = slots[kill % slots.length];
    slot?.signal('SIGKILL');
    await until('a bot that listens again', () => slots.every(({ port }) => port !== undefined), MAX_WAIT_MS);
  }
}

/** As one who sends a failed callback again by hand: until it is answered with 200. */
export async function tellUntilTaken(world: World, { from, text, at }: Reply): Promise<boolean> {
  const fields = { from, wanumber: SENDER, name: 'Asha', type: 'text', body: text, created_at: String(at) };
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  for (let attempt = 0; performance.now() < giveUpAt; attempt++) {
    const ports = world.slots.flatMap(({ port }) => port ?? []);
    const port = ports[attempt % Math.max(1, ports.length)];
    const url = `http://127.0.0.1:${port}/kaleyra/incoming/${world.callbackSecret}?${new URLSearchParams(fields)}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.status === 200) return true;
    await pause(50);
  }
  return false;
}

async function check({ database }: World, replies: readonly Reply[]): Promise<readonly string[]> {
  const rows = await database.query('select recipient, text, written_at, send_id, matched_by from replies');
  const saved = rows.map((row) => `${row['recipient']} ${row['text']} ${Number(row['written_at']) / 1_000}`);
  const expected = new Set(replies.map(({ from, text, at }) => `+${from} ${text} ${at}`));
  const [counts] = await database.query('select sum(replies) as replies, count(*) as threads from reply_threads');
  const stops = await database.query('select number_end from opt_outs where lifted_at is null');
  const outs = replies.filter(({ text, from }, index) => text === 'STOP' && replies[index + 1]?.from !== from);
  return [
    ...[...expected].filter((one) => !saved.includes(one)).map((one) => `a reply was lost: ${one}`),
    ...(saved.length === new Set(saved).size ? [] : ['a reply was saved twice']),
    ...(saved.length === expected.size ? [] : [`${saved.length} replies are saved, ${expected.size} were written`]),
    ...rows.filter((row) => row['send_id'] === null).map(({ text }) => `a reply has no send: ${text}`),
    ...(Number(counts?.['replies']) === saved.length ? [] : [`the threads count ${counts?.['replies']}`]),
    ...(stops.length === outs.length ? [] : [`${stops.length} people opted out, ${outs.length} wrote STOP last`]),
  ];
}
