import { atOnce } from '../at-once.ts';
import { ask } from '../database.ts';
import type { Campaign, Tally } from '../kills/campaign.ts';
import { check, type Figures } from '../kills/check.ts';
import { lastLook } from '../last-look.ts';
import type { Confirmation, Pressed } from '../person.ts';
import { violationOf } from '../promises.ts';
import { say, table } from '../table.ts';
import { startHalfOpenProxy } from '../upstreams/half-open-proxy.ts';
import { pause, until } from '../wait.ts';
import { createWorld, type World } from '../world.ts';

interface FaultRun {
  readonly name: string;
  readonly faults: number;
  readonly figures: Figures;
  readonly refused: number;
  readonly silent: number;
  readonly violations: readonly string[];
}

type Needs = Campaign & { readonly postgres: NonNullable<Campaign['postgres']> };

const SENDERS = 8;
const KILLS = 5;
const PRESSED_IN_FAULT = 6;
const FIGURES = ['sends', 'phones', 'doubles', 'lost', 'unknown', 'stuck', 'wrongCards'] as const;

/** What PostgreSQL can do to a bot: die, go silent half-way, refuse to write. */
export async function postgresFaults(campaign: Campaign, sends: number): Promise<Tally> {
  const { postgres } = campaign;
  if (postgres === undefined) throw new Error('These need --database postgres.');
  const needs = { ...campaign, postgres };
  const runs = [await killedOverAndOver(needs, sends), await cutHalfWay(needs), await readOnly(needs)];
  say(
    table(
      ['run', 'engine', 'faults', ...FIGURES, 'refused', 'silent'],
      runs.map(({ name, faults, figures, refused, silent }) => [
        name,
        'postgres',
        ...[faults, ...FIGURES.map((figure) => figures[figure]), refused, silent].map(String),
      ]),
    ),
  );
  for (const { name, violations } of runs) {
    for (const violation of violations) say(`FAILED  seed ${campaign.seed} · ${name}: ${violation}`);
  }
  const failed = runs.filter(({ violations }) => violations.length > 0).length;
  return { passed: runs.length - failed, failed };
}

/** The server crashes and recovers again and again while people send, however fast they are. */
async function killedOverAndOver({ seed, pool, postgres }: Needs, sends: number): Promise<FaultRun> {
  const world = await createWorld({ pool, postgres, seed: `${seed}-killed`, mode: 'ok', slackFailures: 0 });
  const sendsBetweenKills = Math.ceil(sends / (KILLS + 1));
  let kills = 0;
  let lastKill = Promise.resolve();
  const kill = async (): Promise<void> => {
    await postgres.stop('immediate');
    await pause(kills % 3 === 0 ? 1_500 : 200);
    await postgres.start();
    kills += 1;
  };
  const violations: string[] = [];
  try {
    await atOnce(
      SENDERS,
      Array.from({ length: sends }, (_, index) => index),
      (index) => {
        if (index > 0 && index % sendsBetweenKills === 0) lastKill = lastKill.then(kill);
        return world.send(`N-${seed}-killed-${index}`, [numberOf(index)]);
      },
    );
  } catch (error) {
    violations.push(messageOf(error));
  }
  await lastKill;
  if (kills === 0) violations.push('PostgreSQL was never killed');
  return close('killed over and over', world, kills, [], violations);
}

/** The line goes silent: nothing comes back, and nothing says so. */
async function cutHalfWay({ seed, pool, postgres }: Needs): Promise<FaultRun> {
  const proxy = await startHalfOpenProxy(postgres.port);
  const world = await createWorld({
    pool,
    postgres,
    seed: `${seed}-cut`,
    mode: 'ok',
    slackFailures: 0,
    databaseUrl: (url) => url.replace(`:${postgres.port}/`, `:${proxy.port}/`),
  });
  const run = await pressInFault('cut half-way', `${seed}-cut`, world, {
    begin: async () => proxy.cut(),
    end: async () => proxy.fix(),
  });
  await proxy.close();
  return run;
}

/** A failover that left the bot with a replica. */
async function readOnly({ seed, pool, postgres }: Needs): Promise<FaultRun> {
  const world = await createWorld({ pool, postgres, seed: `${seed}-read`, mode: 'ok', slackFailures: 0 });
  const name = new URL(world.database.url).pathname.slice(1);
  // By another database: this one refuses to be altered while it refuses everything.
  const admin = new URL(world.database.url);
  admin.pathname = '/postgres';
  const set = async (value: 'on' | 'off'): Promise<void> => {
    await ask(admin.href, `alter database ${name} set default_transaction_read_only = ${value}`);
    await ask(admin.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  };
  return pressInFault('read-only', `${seed}-read`, world, { begin: () => set('on'), end: () => set('off') });
}

/** Reviews made before the fault are confirmed in it, again and again, and once more when it is over. */
async function pressInFault(
  name: string,
  seed: string,
  world: World,
  fault: { begin(): Promise<void>; end(): Promise<void> },
): Promise<FaultRun> {
  const violations: string[] = [];
  const answers: Pressed[] = [];
  try {
    const reviews = await Promise.all(
      Array.from({ length: PRESSED_IN_FAULT }, (_, index) => reviewOf(world, `N-${seed}-${index}`, numberOf(index))),
    );
    await fault.begin();
    for (const review of reviews) answers.push(...(await world.press(review)));
    if (world.kaleyra.requests > 0) violations.push('something was sent without a record');
    if (answers.includes('taken'))
      violations.push(violationOf('lost', 'a send was accepted that cannot be in the ledger'));
    if (!answers.includes('refused')) violations.push('no person was told that nothing was sent');
    await fault.end();
    for (const [index, review] of reviews.entries()) {
      await until('an accepted send', async () => (await world.press(review)).includes('taken'));
      world.knows(`N-${seed}-${index}`, [numberOf(index)]);
    }
  } catch (error) {
    violations.push(messageOf(error));
  }
  return close(name, world, 1, answers, violations);
}

async function reviewOf(world: World, note: string, number: string): Promise<Confirmation> {
  const [{ port }] = world.slots;
  const review = port === undefined ? undefined : await world.person.review(port, note, [number]);
  if (review === undefined) throw new Error('no review');
  return review;
}

async function close(
  name: string,
  world: World,
  faults: number,
  answers: readonly Pressed[],
  before: readonly string[],
): Promise<FaultRun> {
  const quiet = await world.quiet().then(
    () => [],
    (error: unknown) => [messageOf(error)],
  );
  const { figures, violations } = await lastLook(world, undefined, () => check(world, faults));
  await world.close();
  const count = (kind: Pressed): number => answers.filter((answer) => answer === kind).length;
  const all = [...before, ...quiet, ...violations];
  return { name, faults, figures, refused: count('refused'), silent: count('nothing'), violations: all };
}

function numberOf(index: number): string {
  return String(919_820_000_000 + index * 7);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'broken';
}
