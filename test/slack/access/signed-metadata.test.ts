import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResolveUnknown } from '../../../src/flow/send/resolve-unknown.ts';
import {
  createMetadataSigning,
  SIGNATURE_LENGTH,
  withSignedMetadata,
  withTrustedMetadata,
} from '../../../src/slack/access/signed-metadata.ts';
import { claim, newSend, openNew, unanswered } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { BOOKING } from '../../support/sends.ts';
import { memoryLog, startSlack, stateOf } from '../../support/slack.ts';
import { catalogueOf, slackNeeds } from '../../support/slack-needs.ts';

/** The context of a listener, for one person of one installation. */
async function contextOf(userId: string, installationId = 'T1', botToken = 'xoxb-1') {
  const context: Record<string, unknown> = { installationId };
  const args = { body: { user: { id: userId } }, context, next: async () => undefined };
  // Bolt's arguments hold much that the middleware does not use.
  await createMetadataSigning(botToken)(args as unknown as Parameters<ReturnType<typeof createMetadataSigning>>[0]);
  return context;
}

describe('what a view carries', () => {
  it('comes back to the same person as it was signed, whatever it is', async () => {
    const context = await contextOf('U1');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (private_metadata) => {
        const signed = withSignedMetadata(context, { private_metadata });

        expect(withTrustedMetadata(context, signed)).toEqual({ private_metadata });
        expect(signed.private_metadata).toHaveLength(private_metadata.length + SIGNATURE_LENGTH);
      }),
    );
  });

  it('is empty when anything in it was changed', async () => {
    const context = await contextOf('U1');
    const { private_metadata: signed } = withSignedMetadata(context, { private_metadata: '{"channelId":"C1"}' });
    await fc.assert(
      fc.asyncProperty(fc.nat(signed.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), async (at, other) => {
        const changed = signed.slice(0, at) + other + signed.slice(at + 1);
        fc.pre(changed !== signed);

        expect(withTrustedMetadata(context, { private_metadata: changed })).toEqual({ private_metadata: '' });
      }),
    );
  });

  it.each([
    ['another person', 'U2', 'T1', 'xoxb-1'],
    ['another installation', 'U1', 'T2', 'xoxb-1'],
    ['another bot', 'U1', 'T1', 'xoxb-2'],
  ])('is empty when it was signed for %s', async (_, userId, installationId, botToken) => {
    const signed = withSignedMetadata(await contextOf(userId, installationId, botToken), { private_metadata: '{}' });

    expect(withTrustedMetadata(await contextOf('U1'), signed)).toEqual({ private_metadata: '' });
  });
});

describe('a press in a view that names another channel', () => {
  const METADATA = '{"sendId":"S1","channelId":"CPRIVATE"';

  it.each([
    ['the client made up', (signed: string) => signed.slice(signed.indexOf(METADATA))],
    ['was signed for a member of that channel', (signed: string) => signed],
  ])('shows nothing of a send there: metadata that %s', async (_, forge) => {
    const { ledger, lookup } = await openNew(createSqliteDatabase);
    const send = newSend('S1');
    await ledger.accept({ ...send, order: { ...send.order, channelId: 'CPRIVATE' } });
    const slack = await startSlack(slackNeeds({ needs: { lookup, catalogue: catalogueOf(BOOKING) } }).needs);
    await slack.press('send_details', 'S1', { channelId: 'CPRIVATE', userId: 'U7' });
    const signed = slack.view.private_metadata ?? '';
    expect(signed).toContain(METADATA);

    await slack.deliver({
      type: 'block_actions',
      team: { id: 'T1', domain: 'acme' },
      user: { id: 'U9', name: 'eve', team_id: 'T1' },
      trigger_id: 'trigger-9',
      view: { ...slack.view, id: 'V9', state: { values: {} }, private_metadata: forge(signed) },
      actions: [{ type: 'button', action_id: 'send_again', block_id: 'next_steps', value: 'S1' }],
    });

    expect(shownText(slack.view.blocks)).toContain('This message cannot be looked up here');
  });

  it('turns no page and saves nothing there', async () => {
    const { ledger, lookup, statuses } = await openNew(createSqliteDatabase);
    const send = newSend('S1');
    await ledger.accept({ ...send, order: { ...send.order, channelId: 'CPRIVATE' } });
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, unanswered(batch), undefined);
    const resolveUnknown = createResolveUnknown({ lookup, wakeCards: () => undefined, log: memoryLog() });
    const slack = await startSlack(slackNeeds({ needs: { lookup, resolveUnknown } }).needs);
    await slack.press('send_details', 'S1', { channelId: 'CPRIVATE', userId: 'U7' });
    const { calls, view } = slack;
    const before = calls.length;
    const user = { id: 'U9', name: 'eve', team_id: 'T1' };
    const stolen = { ...view, id: 'V9', state: stateOf(view, { said: 'arrived', tick_all: 'all' }) };

    await slack.deliver({
      type: 'block_actions',
      team: { id: 'T1', domain: 'acme' },
      user,
      trigger_id: 'trigger-9',
      view: stolen,
      actions: [{ type: 'button', action_id: 'next_page', block_id: 'pager_below', value: '0' }],
    });
    const [answer] = await slack.deliver({
      type: 'view_submission',
      team: { id: 'T1', domain: 'acme' },
      user,
      view: stolen,
    });

    expect(calls.slice(before)).toEqual([]);
    expect(JSON.stringify(answer)).toContain('This message cannot be looked up here');
    expect(await statuses('S1')).toEqual(['unknown']);
  });
});
