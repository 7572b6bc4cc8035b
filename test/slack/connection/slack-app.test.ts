import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../src/slack/connection/slack-app.ts';
import { memoryLog } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A Web API on this machine that answers each method as told, and remembers who called it. */
async function startApi(answers: Readonly<Record<string, object>>) {
  const calls: { readonly method: string; readonly authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const method = request.url?.replace('/api/', '') ?? '';
    calls.push({ method, authorization: request.headers.authorization });
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[method] ?? { ok: false, error: 'unknown_method' }));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { apiUrl: `http://127.0.0.1:${port}/api/`, calls };
}

const WHO = { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' };

async function slackOf(answers: Readonly<Record<string, object>>, credentials: { appToken?: string; secret?: string }) {
  const { apiUrl, calls } = await startApi(answers);
  const log = memoryLog();
  const slack = createSlack({
    credentials: {
      botToken: 'xoxb-canary-token',
      signingSecret: credentials.secret,
      appToken: credentials.appToken,
      apiUrl,
    },
    log,
    needs: slackNeeds().needs,
  });
  return { calls, log, slack };
}

describe('the Slack edge', () => {
  it('speaks HTTP with a signing secret, and checks its token once when it starts', async () => {
    const { calls, slack } = await slackOf({ 'auth.test': WHO }, { secret: 'a-secret-of-slack' });

    await slack.start();
    await slack.stop();

    expect(slack.mode).toBe('http');
    expect(calls).toEqual([{ method: 'auth.test', authorization: 'Bearer xoxb-canary-token' }]);
  });

  it('asks for the workspaces of an organisation that it is installed in, with its token', async () => {
    const org = { ...WHO, team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true };
    const teams = { ok: true, teams: [{ id: 'T1' }], response_metadata: { next_cursor: '' } };
    const { calls, slack } = await slackOf(
      { 'auth.test': org, 'auth.teams.list': teams },
      { secret: 'a-secret-of-slack' },
    );

    await slack.start();
    await slack.stop();

    expect(calls.map(({ method }) => method)).toEqual(['auth.test', 'auth.teams.list']);
    expect(calls[1]?.authorization).toBe('Bearer xoxb-canary-token');
  });

  it('does not start with a token that Slack refuses, and does not log it', async () => {
    const { log, slack } = await slackOf(
      { 'auth.test': { ok: false, error: 'invalid_auth' } },
      { secret: 'a-secret-of-slack' },
    );

    await expect(slack.start()).rejects.toThrow('invalid_auth');
    expect(JSON.stringify(log.lines)).not.toContain('xoxb-canary');
  });

  it('refuses to be built for HTTP without a signing secret', async () => {
    await expect(slackOf({}, {})).rejects.toThrow(/signing secret is empty/);
    await expect(slackOf({}, { secret: '' })).rejects.toThrow(/signing secret is empty/);
  });

  it('opens a socket at the same API when it has an app token, and takes nothing over HTTP', async () => {
    const answers = { 'auth.test': WHO, 'apps.connections.open': { ok: false, error: 'invalid_auth' } };
    const { calls, slack } = await slackOf(answers, { appToken: 'xapp-canary-token' });

    await expect(slack.start()).rejects.toThrow('invalid_auth');

    expect(slack.mode).toBe('socket');
    expect(calls.map(({ method }) => method)).toEqual(['auth.test', 'apps.connections.open']);
    expect(calls[1]?.authorization).toBe('Bearer xapp-canary-token');
    expect(slack.route).toBeUndefined();
  });
});
