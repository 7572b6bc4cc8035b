import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { findChannel } from '../../src/programs/slack-names.ts';
import { createBoltLogger } from '../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../src/slack/client/posting-client.ts';
import { listenOn } from '../kaleyra/raw-server.ts';
import { memoryLog } from '../support/slack.ts';

const MOST = 10;

/** Looks for a channel in a workspace with so many pages of them; the channel is on the last one. */
async function lookThrough(pages: number) {
  let asked = 0;
  await using server = await listenOn(
    createServer((request, response) => {
      request.resume();
      asked += 1;
      const isLast = asked === pages;
      const channels = isLast ? [{ id: 'C0LAST', name: 'last' }] : [];
      const response_metadata = { next_cursor: isLast ? '' : `page${asked}` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, channels, response_metadata }));
    }),
  );
  const logger = createBoltLogger(memoryLog());
  const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: `${server.origin}/api/`, logger });
  return { found: await findChannel(client, '#Last'), asked };
}

it('looks for a channel through every page up to its limit, and no further', async () => {
  expect(await lookThrough(3)).toEqual({ found: { ok: true, value: 'C0LAST' }, asked: 3 });
  expect(await lookThrough(MOST)).toEqual({ found: { ok: true, value: 'C0LAST' }, asked: MOST });
  expect(await lookThrough(MOST + 1)).toMatchObject({ found: { ok: false }, asked: MOST });
});
