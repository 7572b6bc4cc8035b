import { describe, expect, it } from 'vitest';
import { checkBotToken } from '../../../src/programs/doctor/slack-checks.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { memoryLog } from '../../support/slack.ts';
import { startSlackApi } from '../../support/slack-api.ts';

/** What the check of the bot token finds when Slack granted these scopes. */
async function findWith(scopes: string) {
  await using api = await startSlackApi();
  const body = JSON.stringify({ ok: true, team: 'Acme', user: 'whatsapp-send' });
  api.script('auth.test', {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-oauth-scopes': scopes },
    body,
  });
  const logger = createBoltLogger(memoryLog());
  return await checkBotToken(createPostingClient({ botToken: 'xoxb-1', apiUrl: api.apiUrl, logger }))();
}

describe('the check of the bot token', () => {
  it('passes without users:read, and says that guests then look like members', async () => {
    expect(await findWith('commands,chat:write')).toEqual({
      state: 'well',
      says: expect.stringContaining('Without users:read the bot cannot see who is a guest'),
    });
    expect(await findWith('commands,chat:write,users:read')).toEqual({
      state: 'well',
      says: 'Slack knows the bot as @whatsapp-send in Acme.',
    });
  });

  it('says which scope is missing', async () => {
    expect(await findWith('commands')).toMatchObject({ state: 'broken', says: expect.stringContaining('chat:write') });
  });
});
