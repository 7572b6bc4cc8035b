import { fork } from 'node:child_process';
import { once } from 'node:events';
import { digitsOf } from '../../src/core/recipients/phone-number.ts';
import { encodeRequest } from '../../src/kaleyra/request/request.ts';
import type { Bench } from './bench.ts';
import { pathOf, SECRETS, startBot } from './contestants.ts';
import type { Database, DatabaseKind } from './databases.ts';
import { queueList } from './lists.ts';
import type { Program, Usage } from './program.ts';
import { orderFor, type Queue, queueSends, recipientAt, withStore } from './seed.ts';
import { KALEYRA_DELAY_MS } from './start-upstreams.ts';
import type { UpstreamRecord } from './upstream-protocol.ts';

/** What delivering a whole queue came to. */
export interface Delivered {
  /** From the first request at Kaleyra to its last answer. */
  readonly perSecond: number;
  /** Processor seconds of every process that sent, from the first request on, for 1,000 deliveries. */
  readonly cpuPerThousand: number;
  readonly doubles: number;
  readonly record: UpstreamRecord;
  readonly outputs: readonly string[];
}

interface Setting extends Queue {
  readonly processes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly kaleyraDelayMs?: number;
}

/** As many requests at once as the bot and the loop have when they are compared as fast as they go. */
export const SIXTEEN_AT_ONCE = 16;

const MIN_PER_SECOND = 20;
const MAX_START_MS = 30_000;

/** The same on a database that is made for it. */
export async function deliverByBot(bench: Bench, kind: DatabaseKind, setting: Setting): Promise<Delivered> {
  const database = await bench.databases.create(kind);
  try {
    return await deliverOn(bench, database, setting);
  } finally {
    await database.remove();
  }
}

/** Queues everything, starts the bot, and waits until Kaleyra has had it all. */
export async function deliverOn(bench: Bench, database: Database, setting: Setting): Promise<Delivered> {
  const { upstreams } = bench;
  await withStore(database.url, (store) =>
    setting.isList ? queueList(store, setting.deliveries) : queueSends(store, setting),
  );
  const { processes = 1, environment = {}, kaleyraDelayMs = KALEYRA_DELAY_MS } = setting;
  await upstreams.reset(kaleyraDelayMs);
  const isFirstIn = upstreams.awaits('deliveries', 1, MAX_START_MS);
  const bots = await Promise.all(
    Array.from({ length: processes }, () => startBot({ ...bench, databaseUrl: database.url, environment })),
  );
  await isFirstIn;
  const before = bots.map((bot) => bot.usage());
  const reached = (await upstreams.record()).requests.flatMap(({ recipients }) => recipients).length;
  const timeoutMs = MAX_START_MS + (setting.deliveries / MIN_PER_SECOND) * 1000;
  await upstreams.awaits('deliveries', setting.deliveries, timeoutMs);
  await allAnswered(bots, setting);
  const after = bots.map((bot) => bot.usage());
  await Promise.all(bots.map((bot) => bot.stop()));
  const record = await upstreams.record();
  return {
    perSecond: rateOf(record),
    cpuPerThousand: (cpuOf(after) - cpuOf(before)) / ((setting.deliveries - reached) / 1000),
    doubles: record.doubles,
    record,
    outputs: bots.map((bot) => bot.output()),
  };
}

/** Until every answer is in the bot's log, and with it on its way into the ledger. */
async function allAnswered(bots: readonly Program[], { deliveries, recipientsPerRequest }: Setting): Promise<void> {
  const giveUpAt = performance.now() + MAX_START_MS;
  const requests = Math.ceil(deliveries / recipientsPerRequest);
  const answered = () => bots.map((bot) => countAnswers(bot.output())).reduce((sum, count) => sum + count, 0);
  while (answered() < requests && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function countAnswers(output: string): number {
  return output.split('"batch outcome"').length - 1;
}

function cpuOf(usages: readonly Usage[]): number {
  return usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

function rateOf({ requests }: UpstreamRecord): number {
  const first = Math.min(...requests.map(({ at }) => at));
  const last = Math.max(...requests.map(({ answeredAt }) => answeredAt));
  const deliveries = requests.reduce((sum, { recipients }) => sum + recipients.length, 0);
  return deliveries / ((last - first) / 1000);
}

/** The same messages by the bare loop. @param atOnce how many requests it keeps under way */
export async function deliverByLoop(
  bench: Bench,
  { deliveries, recipientsPerRequest, kaleyraDelayMs = KALEYRA_DELAY_MS }: Setting,
  atOnce: number,
): Promise<Delivered> {
  const { upstreams } = bench;
  await upstreams.reset(kaleyraDelayMs);
  const child = fork(pathOf('./peers/bare-loop.ts'), { env: { NODE_ENV: 'production' } });
  const recipients = Array.from({ length: deliveries }, (_, index) => recipientAt(index));
  const encoded = encodeRequest(orderFor([recipientAt(0)], 'C1'), {
    url: `http://127.0.0.1:3000/kaleyra/status/${SECRETS.callbackSecret}?t=0123456789012345678901`,
    ref: undefined,
  });
  if (!encoded.ok) throw new Error('The message cannot be encoded');
  child.send({
    url: `${upstreams.kaleyraUrl}/v1/${SECRETS.sid}/messages`,
    apiKey: SECRETS.apiKey,
    concurrency: atOnce,
    recipientsPerRequest,
    recipients: recipients.map(digitsOf),
    fields: encoded.value.fields.filter(([name]) => name !== 'to'),
  });
  const [{ cpuSeconds }] = (await once(child, 'message')) as [{ readonly cpuSeconds: number }];
  const record = await upstreams.record();
  return {
    perSecond: rateOf(record),
    cpuPerThousand: cpuSeconds / (deliveries / 1000),
    doubles: record.doubles,
    record,
    outputs: [],
  };
}
