import { describe, expect, it } from 'vitest';
import { createChangeOptOuts } from '../../../src/flow/rules/change-opt-outs.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { optOutsInMemory } from '../../support/opt-outs.ts';
import { phone } from '../../support/sends.ts';
import { inputFor, memoryLog, startSlack, textsIn } from '../../support/slack.ts';
import { recipientOf, reviewOf, slackNeeds } from '../../support/slack-needs.ts';

async function opened() {
  const optOuts = optOutsInMemory();
  const changeOptOuts = createChangeOptOuts({
    optOuts,
    ruleBook: { current: () => undefined },
    roles: { rolesOf: async () => undefined },
    loadNumbering: async () => createNumbering(undefined),
    log: memoryLog(),
  });
  const slack = await startSlack(slackNeeds({ needs: { changeOptOuts } }).needs);
  const said = async (text: string) => {
    await slack.command(`/whatsapp-send ${text}`);
    return slack.ephemeral.at(-1)?.text;
  };
  return { optOuts, said, slack };
}

describe('/whatsapp-send optout', () => {
  it('keeps messages from people, names them masked, and opens nothing', async () => {
    const { optOuts, said, slack } = await opened();

    expect(await said('optout +91 98765 43210, +91 98765 43211 asked on the phone')).toBe(
      '•••• 3210, •••• 3211 get no messages from now on. That counts for what still waits to leave, too. `/whatsapp-send optin` and the number takes it back.',
    );
    expect(await said('opt-out marketing +91 98765 43212')).toContain('•••• 3212 gets no marketing from now on.');
    expect([...optOuts.all.values()].map(({ by, scope, source }) => [by, scope, source])).toEqual([
      ['U1', 'all', 'person'],
      ['U1', 'all', 'person'],
      ['U1', 'marketing', 'person'],
    ]);
    expect(slack.depth).toBe(0);
  });

  it('takes it back, and says where there was nothing to take back', async () => {
    const { said } = await opened();
    await said('optout +919876543210');

    expect(await said('optin +919876543210')).toBe('•••• 3210 gets messages again.');
    expect(await said('optin +919876543210')).toBe('Nothing was changed: •••• 3210 had not said no.');
  });

  it('says what is missing or not clear, and changes nothing then', async () => {
    const { optOuts, said, slack } = await opened();

    expect(await said('optout')).toContain('Who said no?');
    expect(await said('optin')).toContain('Who wants messages again?');
    expect(await said('optout 12345')).toContain('Nothing was changed.');
    expect(await said('optout +919876543210 and for Ben +919876543211')).toContain('Write all numbers first');
    expect(optOuts.all.size).toBe(0);
    expect(slack.depth).toBe(0);
  });
});

describe('a review of people who said no', () => {
  it('does not count them on its button', async () => {
    const recipients = [recipientOf('+919876543210'), recipientOf('+919876543211'), recipientOf('+919876543212')];
    const optedOut = { numbers: [phone('+919876543211')], mayBeExcepted: false };
    const slack = await startSlack(slackNeeds({ review: reviewOf({ recipients, optedOut }) }).needs);
    await slack.command('/whatsapp-send booking_confirm +919876543210');

    await slack.submit({ param_1: 'Asha' });

    expect(slack.view.submit?.text).toBe('Send to 2 people');
    expect(inputFor(slack.view, 'opt_out_exception')).toBeUndefined();
  });

  it('asks the one role why one of them gets it all the same', async () => {
    const recipients = [recipientOf('+919876543210')];
    const optedOut = { numbers: [phone('+919876543210')], mayBeExcepted: true };
    const slack = await startSlack(slackNeeds({ review: reviewOf({ recipients, optedOut }) }).needs);
    await slack.command('/whatsapp-send booking_confirm +919876543210');

    await slack.submit({ param_1: 'Asha' });

    expect(slack.view.submit?.text).toBe('Send to 1 person');
    expect(inputFor(slack.view, 'opt_out_exception')).toMatchObject({ type: 'input' });
    expect(textsIn(slack.view.blocks)).toContain('This person said no to such messages.');
  });
});
