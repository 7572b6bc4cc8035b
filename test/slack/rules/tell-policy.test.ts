import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { PolicyNews } from '../../../src/flow/ports/tell-policy.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { createTellPolicy } from '../../../src/slack/rules/tell-policy.ts';
import { SILENT } from '../../store/opened-ledger.ts';
import { shownText } from '../../support/block-walk.ts';
import { policyOf } from '../../support/policies.ts';
import { startSlackApi } from '../../support/slack-api.ts';

const POLICY = policyOf('roles: { lead: U0CARLA }\nrules:\n  - allow: lead\n  - allow: lead\n');

async function told(change: Partial<PolicyNews>, error?: string) {
  await using slack = await startSlackApi();
  if (error !== undefined) slack.script('chat.postMessage', { error });
  const client = createPostingClient({ botToken: 'xoxb-1', apiUrl: slack.apiUrl, logger: createBoltLogger(SILENT) });
  const tell = createTellPolicy({ client, channel: 'C0AUDIT', log: SILENT });
  const isTold = await tell({ file: 'policy.yml', inForce: undefined, problems: [], ...change });
  const { blocks, ...args } = slack.calls[0]?.args ?? {};
  const shown = typeof blocks === 'string' ? (JSON.parse(blocks) as KnownBlock[]) : ((blocks ?? []) as KnownBlock[]);
  return { isTold, text: args['text'], channel: args['channel'], shown: shownText(shown) };
}

function problems(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `policy.yml, line ${at + 1}: no such role.`);
}

describe('news of the policy', () => {
  it('says what is wrong, five faults of it and how many more', async () => {
    const [five, six] = [await told({ problems: problems(5) }), await told({ problems: problems(6) })];

    expect(five).toMatchObject({ isTold: true, channel: 'C0AUDIT', text: '⚠ policy.yml is not taken as it is now' });
    expect(five.shown.split('no such role')).toHaveLength(6);
    expect(five.shown).not.toContain('more');
    expect(six.shown.split('no such role')).toHaveLength(6);
    expect(six.shown).toContain('… and 1 more: npm run policy -- check lists them.');
  });

  it('quotes 400 characters of a fault', async () => {
    const { shown } = await told({ problems: ['x'.repeat(500)] });

    expect(shown).toContain('x'.repeat(390));
    expect(shown).not.toContain('x'.repeat(401));
  });

  it('says which policy is in force meanwhile, or that there is none', async () => {
    const version = `2 rules, 1 role, version ${POLICY.hash}`;

    expect((await told({ problems: problems(1), inForce: POLICY })).shown).toContain(
      `as it was read before (${version})`,
    );
    expect((await told({ problems: problems(1) })).shown).toContain('There was no policy before');
    expect(await told({ inForce: POLICY })).toMatchObject({
      text: '✓ policy.yml is good again',
      shown: expect.stringContaining(`It is in force now (${version}).`),
    });
    expect((await told({})).shown).toContain('There is no policy.');
  });

  it.each([
    ['invalid_auth', false],
    ['internal_error', false],
    ['channel_not_found', true],
    ['not_in_channel', true],
  ])('is told again later, unless the channel takes nothing of the bot’s: %s', async (error, isTold) => {
    expect(await told({}, error)).toMatchObject({ isTold });
  });
});
