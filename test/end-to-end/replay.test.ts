import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 15_000 };
const REPLAYS = 100;
const AT_ONCE = 10;

/** A request of Slack's, byte for byte, with its signature. */
interface Signed {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let sandbox: Sandbox;
let wire: Server;
let asha: Person;
const heard: Signed[] = [];

beforeAll(async () => {
  wire = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const signed = { headers: request.headers, body: Buffer.concat(chunks) };
    heard.push(signed);
    const answer = await post(signed);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const { port } = wire.address() as AddressInfo;
  sandbox = await createSandbox({
    botEventsUrl: `http://127.0.0.1:${port}/slack/events`,
    hasRateLimits: false,
    reportDelayMs: () => 20,
  });
  asha = createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS');
}, 30_000);
afterAll(async () => {
  await sandbox.stop();
  wire.closeAllConnections();
  wire.close();
});

function post({ headers, body }: Signed): Promise<Response> {
  const kept = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'] as const;
  const own = Object.fromEntries(kept.map((name) => [name, String(headers[name])]));
  return fetch(`${sandbox.botUrl()}/slack/events`, { method: 'POST', headers: own, body: new Uint8Array(body) });
}

/** What kind of request it is, by what stands in it. */
function kindOf({ body }: Signed): string {
  const form = new URLSearchParams(body.toString());
  const payload = form.get('payload');
  if (payload === null) return 'command';
  const { type, view } = JSON.parse(payload) as { type: string; view?: { callback_id: string } };
  return type === 'view_submission' ? `${type} ${view?.callback_id}` : type;
}

async function sendsOnce(): Promise<void> {
  await asha.types('/whatsapp-send booking_confirm +91 98765 43210');
  await expect.poll(() => asha.view()?.submit, WAIT).toBe('Review');
  await asha.chooses('order_update:en');
  await expect.poll(() => JSON.stringify(asha.view()?.blocks), WAIT).toContain('Value in the header');
  await asha.chooses('booking_confirm:en');
  await expect.poll(() => JSON.stringify(asha.view()?.blocks), WAIT).toContain('Booking number');
  asha.fills(BOOKING_VALUES);
  await asha.submits();
  await asha.submits();
}

async function replay(signed: Signed): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < REPLAYS; sent += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => post(signed)));
    for (const answer of answers) {
      statuses.push(answer.status);
      await answer.arrayBuffer();
    }
  }
  return statuses;
}

describe('signed requests of Slack, sent again a hundred times', () => {
  it('open, send and post nothing a second time, whatever their kind', async () => {
    await fetch(`${sandbox.url}/sandbox/fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify({ id: 'refuse_e110', isOn: true, once: true }),
    });
    await sendsOnce();
    const notices = () => asha.cards().filter(({ text }) => text.startsWith('Sending '));
    await expect.poll(() => notices().length, WAIT).toBe(1);
    const [notice] = notices();
    if (notice === undefined) throw new Error('no notice of the pause');
    await asha.presses(notice, 'Resume');
    await expect.poll(() => JSON.stringify(notices()), WAIT).toContain('Resumed');
    await expect.poll(() => asha.replies().length, WAIT).toBe(1);
    const before = {
      exchanges: sandbox.state().exchanges.length,
      phones: sandbox.state().phones.flatMap(({ messages }) => messages).length,
      messages: sandbox.state().messages.length,
    };
    const originals = [...heard];

    const statuses: number[] = [];
    for (const signed of originals) statuses.push(...(await replay(signed)));

    expect(new Set(originals.map(kindOf))).toEqual(
      new Set([
        'command',
        'block_suggestion',
        'block_actions',
        'view_submission whatsapp_send',
        'view_submission whatsapp_send_review',
      ]),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    // A trigger that was used opens no second form: Slack itself refuses it.
    expect(asha.view()).toBeUndefined();
    expect(sandbox.state().exchanges.length).toBe(before.exchanges);
    expect(sandbox.state().phones.flatMap(({ messages }) => messages).length).toBe(before.phones);
    expect(sandbox.state().messages.filter(({ ephemeralFor }) => ephemeralFor === undefined).length).toBe(
      before.messages,
    );
  }, 120_000);

  it('are refused when one byte of them has changed', async () => {
    const [signed] = heard;
    if (signed === undefined) throw new Error('nothing was heard');
    const body = Buffer.from(signed.body);
    body[0] = (body[0] ?? 0) ^ 1;

    expect((await post({ ...signed, body })).status).toBe(401);
  });
});
