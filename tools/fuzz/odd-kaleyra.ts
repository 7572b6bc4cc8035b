import { randomUUID } from 'node:crypto';
import type { Random } from '../chaos/random.ts';
import type { LocalServer } from '../chaos/upstreams/local-server.ts';
import { startServer } from '../chaos/upstreams/local-server.ts';
import { bent, naughtyText } from './naughty.ts';

/** Answers that say neither "wait" nor "your account is refused": those stop all sending, and rightly. */
const STATUSES = [200, 200, 200, 202, 206, 302, 400, 404, 408, 424, 500, 503] as const;

export interface OddKaleyra {
  readonly origin: string;
  /** Requests, by the number that they went to. */
  readonly requests: ReadonlyMap<string, number>;
  /** Message IDs that were given. */
  readonly messageIds: readonly string[];
  close: LocalServer['close'];
}

/** A Kaleyra that takes every message and answers whatever comes to its mind. */
export async function startOddKaleyra(random: Random): Promise<OddKaleyra> {
  const requests = new Map<string, number>();
  const messageIds: string[] = [];
  const server = await startServer((request, response, body) => {
    if (!request.url?.endsWith('/messages')) return void response.writeHead(404).end();
    const to = /name="to"\r\n\r\n([\d,]+)/.exec(body.toString('utf8'))?.[1] ?? '';
    for (const number of to.split(',')) requests.set(number, (requests.get(number) ?? 0) + 1);
    const uuid = randomUUID();
    const data = to.split(',').map((recipient, index) => ({ message_id: `${uuid}:${index}`, recipient }));
    messageIds.push(...data.map(({ message_id: id }) => id));
    const answer = { id: uuid, type: 'mediatemplate', data, error: { msg: 'Callback not initiated.' } };
    if (random.chance(0.05)) return void response.destroy();
    const status = random.pick(STATUSES);
    const text = random.chance(0.2) ? naughtyText(random) : JSON.stringify(bent(answer, random, 0.1));
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  return { origin: server.origin, requests, messageIds, close: () => server.close() };
}
