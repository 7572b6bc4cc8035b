import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interactiveClientOptions } from '../../../src/slack/client/interactive-client.ts';

/** A `trigger_id` lives so long: what opens later opens nothing. */
const TRIGGER_LIFE_MS = 3_000;

/** The client that listeners use, in front of a Slack that answers as told. */
async function clientOf(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const client = new WebClient('xoxb-test', {
    ...interactiveClientOptions(`http://127.0.0.1:${port}/api/`),
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => 'error' as never,
      setName() {},
    },
  });
  async function open(): Promise<number> {
    const startedAt = performance.now();
    const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'A' }, blocks: [] };
    await expect(client.views.open({ trigger_id: '1', view })).rejects.toThrow();
    return performance.now() - startedAt;
  }
  /** Replies as Bolt does through a `response_url`: with the `fetch` of the client. */
  const reply = () =>
    interactiveClientOptions('https://slack.test/api/').fetch?.(`http://127.0.0.1:${port}/`, { method: 'POST' });
  return { asked, open, reply };
}

describe('a form that Slack is asked to open', () => {
  it('is given up while its trigger still lives, and not tried again: the first try may have worked', async () => {
    const { asked, open } = await clientOf(() => undefined);

    expect(await open()).toBeLessThan(TRIGGER_LIFE_MS);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['breaks', 500, {}],
    ['asks to wait', 429, { 'retry-after': '1' }],
  ])('is asked for once when Slack %s', async (_, status, headers) => {
    const { asked, open } = await clientOf((__, response) => response.writeHead(status, headers).end());

    expect(await open()).toBeLessThan(1_000);
    expect(asked).toHaveLength(1);
  });
});

describe('a reply to a command', () => {
  it('is given up in some five seconds, so that no stop waits for it', { timeout: 15_000 }, async () => {
    const { reply } = await clientOf(() => undefined);
    const startedAt = performance.now();

    await expect(reply()).rejects.toThrow(/timeout/);

    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
