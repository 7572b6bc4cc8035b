import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { limitedFetch } from '../../../src/slack/client/limited-fetch.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { classifySlackError } from '../../../src/slack/client/slack-failure.ts';
import { memoryLog } from '../../support/slack.ts';

const MEGABYTE = 1024 * 1024;
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

    await expect((await limitedFetch(slack.url)).text()).rejects.toThrow('more than 1048576 bytes');
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

    await expect((await limitedFetch(slack.url)).text()).rejects.toThrow('more than 1048576 bytes');
    await closed.promise;
  });

  it('is counted as it unfolds: 40 kB of gzip are 40 MB', async () => {
    const small = gzipSync(jsonOf(40 * MEGABYTE));
    expect(small.length).toBeLessThan(50_000);
    await using slack = await openSlack((response) =>
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(small),
    );

    await expect((await limitedFetch(slack.url)).text()).rejects.toThrow('more than 1048576 bytes');
  });

  it('that is too large is a failure of the call, to be tried again', async () => {
    await using slack = await openSlack((response) => response.writeHead(200, JSON_TYPE).end(jsonOf(2 * MEGABYTE)));
    const logger = createBoltLogger(memoryLog());
    const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.url, logger });

    const failure = await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch(classifySlackError);

    expect(failure).toMatchObject({ kind: 'later', reason: 'unclear_answer' });
  });
});
