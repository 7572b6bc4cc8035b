import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runNode } from '../support/run-node.ts';
import { startSlackApi } from '../support/slack-api.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-tool-'));
  path = join(folder, 'policy.yml');
});
afterEach(() => rm(folder, { recursive: true }));

const POLICY = `roles: { agent: [U0ASHA, U0ARUN], lead: [U0CARLA, U0DEV] }
rules:
  - { match: { template: "offer_*" }, allow: lead }
  - { match: { recipients: ">50" }, approve: { by: lead } }
quotas: { person_day: 2000 }
quiet_hours: { from: "21:00", until: "08:00" }
`;

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const given = { TEMPLATES_FILE: 'sandbox/templates.yml', ...env };
  const { code, said } = await runNode(['src/programs/policy.ts', ...args], given);
  return { code, said: said.trim().split('\n') };
}

const explain = (...send: readonly string[]) => run(['explain', ...send, '--file', path]);

describe('npm run policy', { timeout: 120_000 }, () => {
  it('says that there is none, and what holds then', async () => {
    expect(await run(['check'])).toEqual({
      code: 0,
      said: ['There is no policy.yml: everybody who can post in a channel may send to anybody.'],
    });
    const named = join(folder, 'rules.yml');
    expect(await run(['check'], { POLICY_FILE: named })).toEqual({ code: 1, said: [`✕ ${named} does not exist.`] });
  });

  it('checks a policy, with line and field', async () => {
    await writeFile(path, POLICY);
    expect(await run(['check', '--file', path])).toMatchObject({
      code: 0,
      said: [expect.stringMatching(/^✓ .*policy\.yml: 2 rules, 2 roles \([0-9a-f]{16}\)\.$/)],
    });

    await writeFile(path, POLICY.replace('allow: lead', 'allow: chef').replace('by: lead', 'by: cook'));
    const { code, said } = await run(['check', '--file', path]);

    expect(code).toBe(1);
    expect(said).toEqual([
      '✕ policy.yml, line 3: rule 1, allow names chef, which is none of the roles above (agent, lead).',
      '✕ policy.yml, line 4: rule 2, approve.by names cook, which is none of the roles above (agent, lead).',
    ]);
  });

  it('explains what would happen to a send, and which rule says so', async () => {
    await writeFile(path, POLICY);

    expect(await explain('U0ASHA', 'offer_diwali', 'C0SUPPORT', '300')).toEqual({
      code: 0,
      said: [
        'U0ASHA has the role agent.',
        'offer_diwali to 300 people from C0SUPPORT, by U0ASHA:',
        '✕ It is not sent. Only lead may send offer_*: ask U0CARLA or U0DEV (policy.yml, rule 1).',
        '? offer_diwali is in no catalogue that was read, so it counts as every category.',
        '– It waits from 21:00 to 08:00 by the clock of the recipient.',
        '– Quotas a day: person 2,000.',
      ],
    });
    expect(await explain('lead', 'booking_confirm', '<#C0SUPPORT|support>', '51')).toEqual({
      code: 0,
      said: [
        'booking_confirm to 51 people from C0SUPPORT, by a person with the role lead:',
        '– U0CARLA or U0DEV has to approve this: it goes to more than 50 people (policy.yml, rule 2).',
        '– Quotas a day: person 2,000.',
      ],
    });
    expect((await explain('<@U0CARLA>', 'booking_confirm', 'C0SUPPORT', '1')).said).toContain(
      '✓ It leaves at once: no rule asks for an approval.',
    );
  });

  it('says what it needs, in place of guessing', async () => {
    await writeFile(path, POLICY.replace('U0ASHA, U0ARUN', 'S0AGENTS'));

    expect((await explain('@asha', 'booking_confirm', 'C0SUPPORT', '1')).said[0]).toMatch(
      /^✕ @asha is no member ID \(U…\) and no role of .*policy\.yml, and Slack was not asked: SLACK_BOT_TOKEN is not set\.$/,
    );
    expect((await explain('agent', 'booking_confirm', '#support', '1')).said[0]).toMatch(
      /^✕ #support is no channel ID/,
    );
    expect((await explain('agent', 'booking_confirm', 'C0SUPPORT', 'many')).said[0]).toBe(
      '✕ RECIPIENTS takes a whole number from 1 to 100000, not “many”.',
    );
    expect((await explain('agent', 'booking_confirm', 'C0SUPPORT', '1')).said[0]).toBe(
      '? Slack was not asked who is in S0AGENTS: SLACK_BOT_TOKEN is not set. They count as empty.',
    );
    expect((await run(['explain', 'agent'])).said[0]).toBe(
      '✕ explain takes a user, a template, a channel and a number of recipients.',
    );
    expect((await run(['check', 'agent'])).said[0]).toBe('✕ check takes no more words, not “agent”.');
    expect((await run([])).said[0]).toBe('✕ Say what to do: check, or explain and a send.');
  });

  it('asks Slack for people and channels by their names, where there is a token', async () => {
    await writeFile(path, POLICY);
    await using slack = await startSlackApi();
    const answers = {
      'users.list': {
        members: [
          { id: 'U0ASHA', name: 'asha' },
          { id: 'U0DEV', name: 'dev' },
        ],
      },
      'conversations.list': { channels: [{ id: 'C0SUPPORT', name: 'support' }] },
      'users.info': { user: { profile: { display_name: 'carla' } } },
    };
    for (const [method, answer] of Object.entries(answers)) {
      const body = JSON.stringify({ ok: true, ...answer });
      const scripted = { status: 200, headers: { 'content-type': 'application/json' }, body };
      slack.script(method, scripted, scripted);
    }

    const { said } = await run(['explain', '@asha', 'offer_diwali', '#support', '1', '--file', path], {
      SLACK_BOT_TOKEN: 'xoxb-0000000000',
      SLACK_API_URL: slack.apiUrl,
    });

    expect(said.slice(0, 3)).toEqual([
      'U0ASHA has the role agent.',
      'offer_diwali to 1 person from C0SUPPORT, by U0ASHA:',
      '✕ It is not sent. Only lead may send offer_*: ask carla or carla (policy.yml, rule 1).',
    ]);
  });
});
