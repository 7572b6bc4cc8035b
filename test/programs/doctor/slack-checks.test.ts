import { describe, expect, it } from 'vitest';
import { checkAuditChannel, checkBotToken } from '../../../src/programs/doctor/slack-checks.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { memoryLog } from '../../support/slack.ts';
import { type SlackApi, startSlackApi } from '../../support/slack-api.ts';

function clientOf({ apiUrl }: SlackApi) {
  return createPostingClient({ botToken: 'xoxb-1', apiUrl, logger: createBoltLogger(memoryLog()) });
}

/** What the check of the audit channel finds when Slack gives this error. */
async function findChannelWith(error: string) {
  await using api = await startSlackApi();
  const headers = { 'content-type': 'application/json' };
  api.script('chat.getPermalink', { status: 200, headers, body: JSON.stringify({ ok: false, error }) });
  return await checkAuditChannel(clientOf(api), 'C0AUDIT')();
}

/** What the check of the bot token finds when Slack granted these scopes. */
async function findWith(scopes: string) {
  await using api = await startSlackApi();
  const body = JSON.stringify({ ok: true, team: 'Acme', user: 'whatsapp-send' });
  api.script('auth.test', {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-oauth-scopes': scopes },
    body,
  });
  return await checkBotToken(clientOf(api))();
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

describe('the check of the audit channel', () => {
  it.each([
    ['message_not_found', 'well', 'The bot sees AUDIT_CHANNEL (C0AUDIT).'],
    ['channel_not_found', 'broken', 'The bot does not see AUDIT_CHANNEL (C0AUDIT).'],
    ['invalid_auth', 'broken', 'Slack refuses SLACK_BOT_TOKEN (invalid_auth).'],
    ['internal_error', 'unclear', 'Slack could not be asked about AUDIT_CHANNEL (internal_error).'],
  ])('tells what Slack says with %s', async (error, state, says) => {
    expect(await findChannelWith(error)).toMatchObject({ state, says });
  });
});
