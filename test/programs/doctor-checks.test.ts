import { describe, expect, it } from 'vitest';
import { checkBotToken } from '../../src/programs/doctor-checks.ts';
import { createBoltLogger } from '../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../src/slack/client/clients.ts';
import { memoryLog } from '../support/slack.ts';
import { startSlackApi } from '../support/slack-api.ts';

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
  it('says that guests cannot be told from members without users:read, and that all is well', async () => {
    expect(await findWith('commands,chat:write')).toEqual({
      isWell: true,
      says: expect.stringContaining('Without users:read it cannot tell guests from members'),
    });
    expect(await findWith('commands,chat:write,users:read')).toEqual({
      isWell: true,
      says: 'Slack knows the bot as @whatsapp-send in Acme.',
    });
  });

  it('says which scope is missing', async () => {
    expect(await findWith('commands')).toMatchObject({ isWell: false, says: expect.stringContaining('chat:write') });
  });
});
