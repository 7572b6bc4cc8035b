import { describe, expect, it } from 'vitest';
import { startWithRetries } from '../../../src/slack/connection/start-with-retries.ts';
import { memoryLog } from '../../support/slack.ts';

function platformError(error: string): Error {
  return Object.assign(new Error('An API error occurred'), {
    code: 'slack_webapi_platform_error',
    data: { ok: false, error },
  });
}

const AWAY = Object.assign(new Error('fetch failed'), { code: 'ECONNREFUSED' });

/** A start that fails with each of these in turn, and then works. */
function startOf(...failures: readonly Error[]) {
  const left = [...failures];
  const log = memoryLog();
  let tries = 0;
  const start = async (): Promise<void> => {
    tries += 1;
    const failure = left.shift();
    if (failure !== undefined) throw failure;
  };
  return { log, start, tries: () => tries };
}

const never = (): boolean => false;

describe('a start without Slack', () => {
  it('goes on until Slack responds, and says that it waits and for how long', async () => {
    const { log, start, tries } = startOf(AWAY, platformError('internal_error'));

    await startWithRetries(start, never, log);

    expect(tries()).toBe(3);
    expect(log.lines.map(({ data, level }) => [level, data])).toMatchObject([
      ['error', { waitMs: 500 }],
      ['error', { waitMs: 1_000, code: 'internal_error' }],
    ]);
  });

  it.each([
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'org_login_required',
    'ekm_access_denied',
    'not_allowed_token_type',
  ])('ends at once when Slack refuses the token (%s): only an admin can fix that', async (error) => {
    const { log, start, tries } = startOf(platformError(error));

    await expect(startWithRetries(start, never, log)).rejects.toThrow(`(${error})`);
    expect(tries()).toBe(1);
  });

  it('ends when the process stops, while it waits and while it asks', async () => {
    const { log, start, tries } = startOf(AWAY, AWAY, AWAY);
    let stopped = false;
    const stopping = async (): Promise<void> => {
      stopped = tries() > 0;
      return start();
    };

    await startWithRetries(stopping, () => stopped, log);
    const whileAsking = tries();
    await startWithRetries(start, () => true, log);

    expect([whileAsking, tries()]).toEqual([2, 2]);
    expect(log.lines).toHaveLength(1);
  });
});
