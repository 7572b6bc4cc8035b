import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { plugRules } from '../../src/plug/rules.ts';
import { openNew, SILENT } from '../store/opened-ledger.ts';
import { createSqliteDatabase } from '../store/test-database.ts';
import { configOf } from '../support/config.ts';
import { type SlackAnswer, startSlackApi } from '../support/slack-api.ts';

const ASK_GROUP = 'usergroups.users.list';
const GROUP: SlackAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: true, users: ['U0ASHA'] }),
};

/** The rules of a policy with one user group, of which Slack says this, under a clock that the test moves. */
async function plugged(...answers: readonly SlackAnswer[]) {
  const slack = await startSlackApi();
  slack.script(ASK_GROUP, ...answers);
  const store = await openNew(createSqliteDatabase);
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  const file = join(folder, 'policy.yml');
  const write = (text: string) => writeFile(file, text);
  await write('roles: { lead: S0LEADS }\n');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(async () => {
    vi.useRealTimers();
    await slack[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const rules = await plugRules({
    config: configOf({ POLICY_FILE: file, SLACK_API_URL: slack.apiUrl }),
    logging: { log: SILENT } as Parameters<typeof plugRules>[0]['logging'],
    cache: store.cache,
  });
  onTestFinished(rules.close);
  const asked = () => slack.calls.filter(({ method }) => method === ASK_GROUP).map(({ args }) => args['usergroup']);
  return { asked, rules, write };
}

describe('where there is no policy', () => {
  it('no other workspace is let in, and nobody has a role', async () => {
    const store = await openNew(createSqliteDatabase);
    const logging = { log: SILENT } as Parameters<typeof plugRules>[0]['logging'];
    const rules = await plugRules({ config: configOf({}), logging, cache: store.cache });
    onTestFinished(rules.close);

    expect(rules.ruleBook.current()).toBeUndefined();
    expect(rules.strangers.partnerWorkspaces()).toEqual([]);
    expect(rules.roles.knownRolesOf('U0ASHA')).toEqual(new Set());
  });
});

describe('the people of the policy’s groups', () => {
  it('are known at the start, and asked for again before what Slack said ends', async () => {
    const { asked, rules } = await plugged(GROUP, GROUP);
    await rules.start();
    expect(rules.roles.knownRolesOf('U0ASHA')).toEqual(new Set(['lead']));

    vi.advanceTimersByTime(3 * 60_000);
    expect(asked()).toHaveLength(1);
    vi.advanceTimersByTime(110_000);

    await expect.poll(asked).toHaveLength(2);
    expect(rules.roles.knownRolesOf('U0ASHA')).toEqual(new Set(['lead']));
  });

  it('are waited for no longer than a second and a half at the start', async () => {
    const { asked, rules } = await plugged('hang');
    let isStarted = false;
    void rules.start().then(() => {
      isStarted = true;
    });
    await expect.poll(asked).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(1_499);
    expect(isStarted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect.poll(() => isStarted).toBe(true);

    expect(rules.roles.knownRolesOf('U0ASHA')).toBeUndefined();
  });

  it('are asked for when the policy changes, and so are the workspaces that it lets in', async () => {
    const { asked, rules, write } = await plugged(GROUP);
    expect(rules.strangers.partnerWorkspaces()).toEqual([]);

    await write('roles: { lead: S0OTHERS }\npartners: [T0PARTNER]\n');

    await expect
      .poll(() => {
        vi.advanceTimersByTime(1_000);
        return asked();
      })
      .toEqual(['S0OTHERS']);
    expect(rules.strangers.partnerWorkspaces()).toEqual(['T0PARTNER']);
  });

  it('are not asked for any more once the bot stops, and its file is looked at no more', async () => {
    const { asked, rules } = await plugged(GROUP, GROUP);
    await rules.start();
    expect(vi.getTimerCount()).toBeGreaterThan(0);

    rules.close();

    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10 * 60_000);
    expect(asked()).toHaveLength(1);
  });
});
