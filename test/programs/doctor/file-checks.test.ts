import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPolicy } from '../../../src/programs/doctor/policy-check.ts';
import { checkTemplates } from '../../../src/programs/doctor/templates-check.ts';
import { checkTexts } from '../../../src/programs/doctor/texts-check.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { listenOn } from '../../kaleyra/raw-server.ts';
import { memoryLog } from '../../support/slack.ts';
import { startSlackApi } from '../../support/slack-api.ts';

async function fileOf(text: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const good = (name: string, text = 'Hello, and welcome.') =>
  `- { name: ${name}, language: en, category: UTILITY, components: [{ type: BODY, text: "${text}" }] }\n`;
const BAD = '- { name: wrong, language: en, category: UTILITY }\n';

describe('what the doctor says of the templates file', () => {
  it.each([
    [`${good('one')}`, { state: 'well', says: expect.stringMatching(/ holds 1 template\.$/) }],
    [`${good('one')}${good('two')}`, { state: 'well', says: expect.stringMatching(/ holds 2 templates\.$/) }],
    ['templates: []', { state: 'well', says: expect.stringMatching(/ holds no templates: people pick from Kaleyra/) }],
    [
      `${good('one')}${BAD}`,
      {
        state: 'broken',
        says: expect.stringMatching(/ holds 1 template that can be read, and more that cannot\.$/),
        fix: expect.stringMatching(/^templates\.yml, line 2: .*\.$/),
      },
    ],
    [
      `${BAD}${BAD}${BAD}`,
      {
        state: 'broken',
        says: expect.stringMatching(/ cannot be read\.$/),
        fix: expect.stringMatching(/^templates\.yml, line 1: .* `npm run templates -- check` lists 2 more\.$/),
      },
    ],
  ])('is how many it has, or what has to be fixed: %#', async (text, finding) => {
    expect(await checkTemplates(await fileOf(text, 'templates.yml'))()).toEqual(finding);
  });
});

describe('what the doctor says of the policy', () => {
  async function checked(text: string, refusal?: string) {
    await using api = await startSlackApi();
    const body = JSON.stringify(
      refusal === undefined ? { ok: true, users: ['U0ASHA'] } : { ok: false, error: refusal },
    );
    api.script('usergroups.users.list', { status: 200, headers: { 'content-type': 'application/json' }, body });
    const logger = createBoltLogger(memoryLog());
    const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: api.apiUrl, logger });
    return await checkPolicy({ path: await fileOf(text, 'policy.yml'), isNamed: true }, client)();
  }
  const GROUP = 'roles: { lead: [S0LEADS] }\nrules: [{ allow: lead }]\n';

  it('is how many rules and roles it has', async () => {
    expect(await checked(GROUP)).toEqual({
      state: 'well',
      says: expect.stringMatching(/policy\.yml has 1 rule and 1 role\.$/),
    });
  });

  it.each([
    ['missing_scope', /^Install the app again with usergroups:read/],
    ['no_such_subteam', /^Check the ID in Slack/],
  ])('is which group Slack does not know, and what to do: %s', async (refusal, fix) => {
    expect(await checked(GROUP, refusal)).toEqual({
      state: 'broken',
      says: expect.stringContaining(`Slack does not say who is in S0LEADS (${refusal}).`),
      fix: expect.stringMatching(fix),
    });
  });

  it('is what has to be fixed first, and how much more there is', async () => {
    expect(await checked('rules: {}')).toMatchObject({
      state: 'broken',
      fix: expect.stringMatching(/a list of rules\.$/),
    });
    expect(await checked('rules: {}\nquotas: { x: 1 }\npartners: [acme]')).toMatchObject({
      fix: expect.stringMatching(/\. `npm run policy -- check` lists 2 more\.$/),
    });
  });
});

describe('what the doctor says of the texts', () => {
  async function checked(own: string, listed: readonly object[] | undefined) {
    await using server = await listenOn(
      createServer((_, response) => {
        response.statusCode = listed === undefined ? 500 : 200;
        response.end(JSON.stringify({ data: listed ?? [] }));
      }),
    );
    const account = { origin: server.origin, sid: 'HXIN1', apiKey: 'key', timeoutMs: 2_000 };
    return await checkTexts(await fileOf(own, 'templates.yml'), account)();
  }
  const listed = (name: string, text = 'Hello, and welcome.') => ({
    ...{ name, language: 'en', category: 'UTILITY', status: 'APPROVED' },
    components: [{ type: 'BODY', text }],
  });

  it('is that they are Kaleyra’s where the file has none, or the same', async () => {
    expect(await checked('templates: []', undefined)).toMatchObject({ state: 'well' });
    expect(await checked(good('one'), [listed('one')])).toMatchObject({ state: 'well' });
  });

  it('is that they were not compared where Kaleyra gives no list', async () => {
    expect(await checked(good('one'), undefined)).toMatchObject({
      state: 'unclear',
      says: expect.stringMatching(/were not compared with Kaleyra’s: Kaleyra answered with HTTP 500\.$/),
    });
  });

  it('is which differ, and which Kaleyra does not list: five by name', async () => {
    const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
    const own = (some: readonly string[]) => some.map((name) => good(name)).join('');
    const others = names.map((name) => listed(name, 'Good bye.'));

    expect(await checked(own(names), others)).toMatchObject({
      state: 'broken',
      says: expect.stringMatching(/compared with it: a1:en, .*, a5:en and 1 more\.$/),
    });
    expect(await checked(own(names.slice(1)), [listed('other')])).toMatchObject({
      state: 'unclear',
      says: expect.stringMatching(/does not list it: a2:en, .*, a6:en\.$/),
    });
  });
});
