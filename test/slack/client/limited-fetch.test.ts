import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { interactiveClientOptions } from '../../../src/slack/client/interactive-client.ts';
import { limitedFetch } from '../../../src/slack/client/limited-fetch.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { classifySlackError } from '../../../src/slack/client/slack-failure.ts';
import { createSocket } from '../../../src/slack/connection/socket/socket.ts';
import { memoryLog } from '../../support/slack.ts';
import { IGNORED_EVENTS } from '../../support/socket-mode.ts';

const MEGABYTE = 1024 * 1024;
const PLAIN = { type: 'plain_text', text: 'Send' } as const;
const JSON_TYPE = { 'content-type': 'application/json' };

/** A Slack on this machine that responds to everything in one way. */
async function openSlack(respond: (response: ServerResponse) => void) {
  const server = createServer((_, response) => respond(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function jsonOf(bytes: number): string {
  const frame = '{"ok":true,"x":""}';
  return frame.replace('""', `"${'a'.repeat(bytes - frame.length)}"`);
}

describe('a response of Slack', () => {
  it('is read whole up to a megabyte', async () => {
    await using slack = await openSlack((response) => response.writeHead(201, JSON_TYPE).end(jsonOf(MEGABYTE)));

    const response = await limitedFetch(slack.url);

    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(await response.text()).toHaveLength(MEGABYTE);
  });

  it('breaks off beyond that', async () => {
    await using slack = await openSlack((response) => response.writeHead(200, JSON_TYPE).end(jsonOf(MEGABYTE + 1)));

    await expect(limitedFetch(slack.url)).rejects.toThrow('more than 1048576 bytes');
  });

  it('breaks off when it has no end, and the connection with it', async () => {
    const closed = Promise.withResolvers<void>();
    await using slack = await openSlack((response) => {
      response.on('close', closed.resolve);
      const write = () => {
        while (response.write('a'.repeat(MEGABYTE / 4)));
      };
      response.on('drain', write).writeHead(200, JSON_TYPE);
      write();
    });

    await expect(limitedFetch(slack.url)).rejects.toThrow('more than 1048576 bytes');
    await closed.promise;
  });

  it('is counted as it unfolds: 40 kB of gzip are 40 MB', async () => {
    const small = gzipSync(jsonOf(40 * MEGABYTE));
    expect(small.length).toBeLessThan(50_000);
    await using slack = await openSlack((response) =>
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(small),
    );

    await expect(limitedFetch(slack.url)).rejects.toThrow('more than 1048576 bytes');
  });

  it('that is too large is a failure of the call, to be tried again', async () => {
    await using slack = await openSlack((response) => response.writeHead(200, JSON_TYPE).end(jsonOf(2 * MEGABYTE)));
    const logger = createBoltLogger(memoryLog());
    const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.url, logger });

    const failure = await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch(classifySlackError);

    expect(failure).toMatchObject({ kind: 'later', reason: 'unclear_answer' });
  });

  it('to a person who waits for a form is no larger, nor one that opens a socket', async () => {
    await using slack = await openSlack((response) => response.writeHead(200, JSON_TYPE).end(jsonOf(2 * MEGABYTE)));
    const log = memoryLog();
    const logger = createBoltLogger(log);
    const client = new WebClient('xoxb-1', { ...interactiveClientOptions(slack.url), logger });
    const socket = createSocket({ appToken: 'xapp-1', apiUrl: slack.url, logger }, IGNORED_EVENTS);

    const timesTooLarge = () => JSON.stringify(log.lines).split('more than 1048576 bytes').length - 1;

    const view: ModalView = { type: 'modal', title: PLAIN, blocks: [] };
    await expect(client.views.open({ trigger_id: '1', view })).rejects.toThrow();
    const ofForm = timesTooLarge();
    await expect(socket.open()).rejects.toThrow();

    expect(ofForm).toBeGreaterThan(0);
    expect(timesTooLarge()).toBeGreaterThan(ofForm);
  });

  it.each([
    ['a number', { messages: 5 }],
    ['numbers', { messages: [5], warnings: [6] }],
    ['text', { warnings: 'superfluous_charset' }],
    ['nothing', null],
    ['objects', { messages: [{ a: 1 }] }],
    ['lists of text', { messages: ['[WARN] superfluous'], warnings: ['superfluous_charset'] }],
  ])('says where a message stands also when its hints are %s', async (_, response_metadata) => {
    const posted = { ok: true, channel: 'C1', ts: '1.2', response_metadata };
    await using slack = await openSlack((response) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(posted)));
    const logger = createBoltLogger(memoryLog());
    const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.url, logger });

    const answer = await client.chat.postMessage({ channel: 'C1', text: 'x' });

    expect(answer).toMatchObject({ ok: true, channel: 'C1', ts: '1.2' });
  });
});
