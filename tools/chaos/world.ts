import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { RESUME_LIST } from '../../src/slack/ids.ts';
import type { Postgres } from '../../test/support/postgres.ts';
import type { Bot, BotPool, Ending } from './bots/bot-process.ts';
import { createSlot, type Slot } from './bots/slot.ts';
import { createDatabase, type Database } from './database.ts';
import type { AnyMutant } from './mutants.ts';
import { type Confirmation, createPerson, type Person, type Pressed } from './person.ts';
import { violationOf } from './promises.ts';
import { type Kaleyra, type Mode, startKaleyra } from './upstreams/kaleyra.ts';
import { type Slack, startSlack } from './upstreams/slack.ts';
import { PATIENCE_MS, until } from './wait.ts';

export const KALEYRA_TIMEOUT_MS = 1_600;
export const LEASE_MS = 1_200;
const SLACK_TIMEOUT_MS = 900;
const RECIPIENTS_PER_REQUEST = 2;
export const SENDER = '919800000000';

export interface WorldOptions {
  readonly pool: BotPool;
  readonly seed: string;
  readonly mode: Mode;
  readonly postgres?: Postgres | undefined;
  readonly mutant?: AnyMutant | undefined;
  /** Another way to start a bot than from the pool. */
  readonly startBot?: (environment: Readonly<Record<string, string>>) => Promise<Bot>;
  readonly slackFailures?: number;
  readonly reports?: Parameters<typeof startKaleyra>[0]['reports'];
  /** Leads the bots to the database by another way. */
  readonly databaseUrl?: (url: string) => string;
  /** Slack's clock, when it is another one than this process's. */
  readonly slackNow?: () => number;
  /** Goes over the usual environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One send as the harness knows it, from outside. */
export interface KnownSend {
  readonly note: string;
  readonly numbers: readonly string[];
  /** Slack heard that it was taken. */
  isAcked: boolean;
}

/** Two bots on one database, between a Kaleyra and a Slack that outlive them. */
export interface World {
  readonly kaleyra: Kaleyra;
  readonly slack: Slack;
  readonly database: Database;
  /** Sends notes. */
  readonly person: Person;
  /** A colleague. */
  colleague(userId: string): Person;
  readonly slots: readonly [Slot, Slot];
  readonly sends: readonly KnownSend[];
  /** What must never be seen in a log line. */
  readonly secrets: readonly string[];
  readonly callbackSecret: string;
  /** Goes from the command to the pressed button; the button is delivered four times, twice to each process. */
  send(note: string, numbers: readonly string[]): Promise<KnownSend>;
  /** Presses the button of a review, twice at each process; what each of them said. */
  press(confirmation: Confirmation): Promise<readonly Pressed[]>;
  /** Takes note of a send that was accepted in another way than by {@link send}. */
  knows(note: string, numbers: readonly string[]): void;
  /** Resolves when nothing is under way any more. @throws what still is, when time is up */
  quiet(withinMs?: number): Promise<void>;
  endings(): readonly Ending[];
  close(): Promise<void>;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const signingSecret = randomBytes(16).toString('hex');
  const apiKey = `A${randomBytes(16).toString('hex')}`;
  const callbackSecret = randomBytes(24).toString('hex');
  const database = await createDatabase(options.postgres);
  const slack = await startSlack(options.seed, options.slackFailures ?? 0.3);
  const live = (): Slot[] => slots.filter(({ port }) => port !== undefined);
  let turn = 0;
  const botPort = (): number | undefined => {
    const ports = live();
    return ports[turn++ % Math.max(1, ports.length)]?.port;
  };
  const kaleyra = await startKaleyra({ seed: options.seed, mode: options.mode, reports: options.reports, botPort });
  const start = {
    environment: {
      SLACK_BOT_TOKEN: 'xoxb-chaos-token-1',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
      KALEYRA_API_DOMAIN: kaleyra.origin,
      KALEYRA_SID: 'HXCHAOS0001',
      KALEYRA_API_KEY: apiKey,
      KALEYRA_FROM: SENDER,
      KALEYRA_TIMEOUT_MS: String(KALEYRA_TIMEOUT_MS),
      KALEYRA_RECIPIENTS_PER_REQUEST: String(RECIPIENTS_PER_REQUEST),
      KALEYRA_MESSAGES_PER_SECOND: '1000',
      PUBLIC_URL: 'http://127.0.0.1:9',
      KALEYRA_CALLBACK_SECRET: callbackSecret,
      DATABASE_URL: options.databaseUrl?.(database.url) ?? database.url,
      TEMPLATES_FILE: join(import.meta.dirname, 'templates.yml'),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'debug',
      ...options.environment,
    },
    leaseMs: LEASE_MS,
    slackTimeoutMs: SLACK_TIMEOUT_MS,
    mutant: options.mutant,
  };
  const startBot = (): Promise<Bot> => options.startBot?.(start.environment) ?? options.pool.start(start);
  const slots: readonly [Slot, Slot] = [createSlot(startBot), createSlot(startBot)];
  await Promise.all(slots.map((slot) => slot.start()));
  const people = { signingSecret, slack, now: options.slackNow ?? Date.now };
  const person = createPerson(people);
  const sends: KnownSend[] = [];
  const pressed = new Set<string>();

  function press(confirmation: Confirmation): Promise<readonly Pressed[]> {
    const ports = slots.flatMap(({ port }) => (port === undefined ? [] : [port, port]));
    return Promise.all(ports.map((port) => person.confirm(port, confirmation)));
  }

  /** A person fixes the account and presses Resume under every notice that offers it. */
  async function resumePaused(): Promise<void> {
    const port = botPort();
    for (const { shown } of slack.notices) {
      const pauseId = /"resume_sending"[^}]*}?[^}]*?"value":"([^"]+)"/.exec(JSON.stringify(shown.at(-1)?.blocks))?.[1];
      if (pauseId === undefined || port === undefined || pressed.has(pauseId)) continue;
      if (await person.press(port, 'resume_sending', pauseId)) pressed.add(pauseId);
    }
    if (port !== undefined)
      await resumeLists(slack, (sendId, userId) =>
        createPerson({ ...people, userId }).press(port, RESUME_LIST, sendId),
      );
  }

  return {
    kaleyra,
    slack,
    database,
    person,
    colleague: (userId) => createPerson({ ...people, userId }),
    slots,
    sends,
    secrets: [signingSecret, apiKey, callbackSecret],
    callbackSecret,
    press,
    knows: (note, numbers) => void sends.push({ note, numbers, isAcked: true }),
    async send(note, numbers) {
      const send = { note, numbers, isAcked: false };
      sends.push(send);
      const confirmation = await until('a review', () => {
        const port = botPort();
        return port === undefined ? undefined : person.reviewAgain(port, note, numbers);
      });
      await until('an accepted send', async () => (await press(confirmation)).includes('taken'));
      send.isAcked = true;
      return send;
    },
    quiet: (withinMs = PATIENCE_MS) => quiet(database, kaleyra, slots, resumePaused, withinMs),
    endings: () => slots.flatMap(({ endings }) => endings),
    async close() {
      await Promise.all(slots.map((slot) => slot.close()));
      await Promise.all([kaleyra.close(), slack.close()]);
      await database.remove();
    },
  };
}

/** A list that paused by itself, because many of its rows ended for one reason, goes on when the person who sends it says so. */
async function resumeLists(
  { cards }: Slack,
  press: (sendId: string, userId: string) => Promise<unknown>,
): Promise<void> {
  for (const { sendId, shown } of cards) {
    const last = shown.at(-1);
    const [, userId = ''] = /<@(\w+)>/.exec(last?.text ?? '') ?? [];
    if (JSON.stringify(last?.blocks).includes(`"${RESUME_LIST}"`)) await press(sendId, userId);
  }
}

/** A plan that nobody confirmed waits for nothing, and the rows of a stopped list are only marked a little later. */
const WAITS = `(select id from sends where state not in ('planned', 'discarded', 'stopped'))`;
const UNDER_WAY = `select
  (select count(*) from batches where state = 'sending' or (state = 'queued' and send_id in ${WAITS})) as batches,
  (select count(*) from deliveries where status = 'sending' or (status = 'queued' and send_id in ${WAITS})) as deliveries,
  (select count(*) from cards where state = 'open' and shown_version < wanted_version) as cards,
  (select count(*) from reply_threads where waiting > 0) as threads`;

async function quiet(
  database: Database,
  kaleyra: Kaleyra,
  slots: readonly Slot[],
  resumePaused: () => Promise<void>,
  withinMs: number,
): Promise<void> {
  let left = '';
  try {
    await until(
      'nothing under way',
      async () => {
        await resumePaused();
        // Before the look into the ledger: a report that ends after it may have changed what was seen.
        const reports = kaleyra.pending;
        const [row] = await database.query(UNDER_WAY).catch(() => []);
        const { batches = 1, deliveries = 1, cards = 1, threads = 1 } = row ?? {};
        left = `${batches} batches, ${deliveries} deliveries, ${cards} cards, ${threads} threads, ${reports} reports`;
        const isEveryBotUp = slots.every(({ port }) => port !== undefined);
        const open = [batches, deliveries, cards, threads].reduce<number>((sum, count) => sum + Number(count), reports);
        return isEveryBotUp && open === 0;
      },
      withinMs,
    );
  } catch (error) {
    throw new Error(violationOf('stuck', `still under way: ${left}`), { cause: error });
  }
}
