import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { DeliverySettlement } from '../../../src/core/send/delivery/settlement.ts';
import type { Lookup } from '../../../src/flow/ports/store/lookup.ts';
import { createResolveUnknown } from '../../../src/flow/send/resolve-unknown.ts';
import { claim, newSend, openNew, report, type SendChange } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { BOOKING as TEMPLATE } from '../../support/sends.ts';
import { inputFor, memoryLog, startSlack, stateOf } from '../../support/slack.ts';
import { catalogueOf, slackNeeds } from '../../support/slack-needs.ts';

type Ending = 'accepted' | 'rejected' | 'unknown' | 'useless';

/** Slack in front of a real ledger with one send, S1, whose recipients ended as told. */
async function openScene(endings: readonly Ending[], change: SendChange = {}, templates = [TEMPLATE], users = {}) {
  const store = await openNew(createSqliteDatabase);
  const { ledger, lists, lookup } = store;
  await ledger.accept(newSend('S1', { sizes: [endings.length], ...change }));
  const batch = await claim(ledger);
  await ledger.settleBatch(
    batch,
    batch.deliveryIds.map((id, index) => ending(id, endings[index] ?? 'accepted', index)),
    undefined,
  );
  const wakes: Date[] = [];
  const resolveUnknown = createResolveUnknown({
    lookup,
    wakeCards: () => void wakes.push(new Date()),
    log: memoryLog(),
  });
  const asked = slackNeeds({
    needs: {
      lookup,
      resolveUnknown,
      stopSend: (sendId, asker) => lists.control.stop(sendId, asker.actorId),
      catalogue: catalogueOf(...templates),
      explanations: EXPLANATIONS,
    },
  });
  const slack = await startSlack(asked.needs, {
    users,
    authTest: { team_id: 'T1', url: 'https://acme.slack.com/' },
  });
  return { ...store, slack, batch, reviewed: asked.reviewed, requested: asked.requested, wakes };
}

function ending(deliveryId: string, status: Ending, index: number): DeliverySettlement {
  const failure = {
    accepted: undefined,
    rejected: { reason: 'refused', code: 'E424', text: 'Failed dependency' },
    unknown: { reason: 'no_answer', code: undefined, text: undefined },
    useless: { reason: 'refused', code: '131026', text: undefined },
  } as const;
  const messageId = status === 'accepted' ? `m:${index}` : undefined;
  return { deliveryId, status: status === 'useless' ? 'rejected' : status, messageId, failure: failure[status] };
}

function recipientsIn(view: ModalView): string[] {
  const values = Object.values(stateOf(view).values).map((block) => block['recipients']?.value);
  return (values.find((value) => value !== undefined) ?? '').split('\n');
}

function scopeIn(view: ModalView): unknown {
  const element = inputFor(view, 'again_scope')?.element;
  return element?.type === 'radio_buttons'
    ? [element.options.map(({ value }) => value), element.initial_option?.value]
    : undefined;
}

/** The value of the button for the next page. */
function moreIn(blocks: readonly KnownBlock[] = []): string | undefined {
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const more = buttons.find((element) => 'action_id' in element && element.action_id === 'show_more');
  return more?.type === 'button' ? more.value : undefined;
}

/** The sends of a page. */
function listedIn(blocks: readonly KnownBlock[] = []): readonly string[] {
  return blocks.flatMap(({ block_id: id = '' }) => (id.startsWith('recent:') ? [id] : []));
}

/** The values of the boxes that can be ticked, in their order. */
function boxesIn(view: ModalView): string[] {
  const elements = view.blocks.flatMap((block) =>
    block.type === 'actions' && 'elements' in block ? block.elements : [],
  );
  const groups = elements.filter((element) => element.type === 'checkboxes');
  return groups.flatMap(({ action_id: id, options }) =>
    id === 'tick_recipients' ? options.map(({ value = '' }) => value) : [],
  );
}

const MANY = Array.from({ length: 60 }, () => 'unknown' as const);

describe('“Cancel”', () => {
  it('tells the person alone when it came too late, and when it was pressed before', async () => {
    const { ledger, slack } = await openScene(['accepted']);
    await ledger.accept(newSend('S2'));

    for (const sendId of ['S1', 'S2', 'S2']) await slack.press('send_cancel', sendId);

    expect(slack.ephemeral.map(({ text }) => text)).toEqual([
      expect.stringContaining('there was nothing left to cancel'),
      expect.stringContaining('This was cancelled before.'),
    ]);
    expect((await ledger.findSend('S2'))?.deliveries.map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('asks to press again when the ledger is away, because messages may still leave', async () => {
    const { close, slack } = await openScene(['accepted']);
    await close();

    await slack.press('send_cancel', 'S1');

    expect(slack.ephemeral.map(({ text }) => text)).toEqual([expect.stringMatching(/Press Cancel again.*still leave/)]);
  });
});

describe('“Details”', () => {
  it('opens at once, then shows what happened to everybody, in the order in which they were entered', async () => {
    const { ledger, slack } = await openScene(['accepted', 'rejected']);
    await ledger.saveReport(report('m:0', 'delivered'));

    const answers = await slack.press('send_details', 'S1');

    const shown = shownText(slack.view.blocks);
    expect(answers).toEqual([undefined]);
    expect(slack.calls.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
    expect(shown).toContain('not sent ✕ (E424) by Kaleyra');
    expect(shown).toContain('Not sent (E424): ');
    expect(shown).toMatch(
      /\+919870000000 {3}delivered ✓✓ {3}m:0.*accepted ✓ by Kaleyra.*delivered ✓✓, by a delivery report/s,
    );
    expect(shown).toMatch(/\+919870000000 {3}delivered.*\+919870000001 {3}not sent ✕/s);
    expect(slack.view.submit).toBeUndefined();
  });

  it('shows whole numbers to the person who sent it, and to everybody else the last four digits', async () => {
    const { slack } = await openScene(['unknown', 'accepted', 'rejected', 'useless']);

    await slack.press('send_details', 'S1');
    const own = JSON.stringify(slack.view);
    await slack.press('send_details', 'S1', { userId: 'U2' });
    const others = JSON.stringify(slack.view);
    await slack.press('send_ids', 'S1', { userId: 'U2' });

    for (const last of ['0000', '0001', '0002', '0003']) {
      expect(own).toContain(`+91987000${last}`);
      expect(others).toContain(`•••• ${last}`);
    }
    expect(others).not.toMatch(/98700/);
    expect(JSON.stringify(slack.view)).not.toMatch(/98700/);
    expect(JSON.stringify(slack.view)).toContain('•••• 0001  m:1');
  });

  it('explains once what many recipients have in common', async () => {
    const { slack } = await openScene(MANY);

    await slack.press('send_details', 'S1');

    expect(shownText(slack.view.blocks).match(/may have been sent\b(?!\))/g)).toHaveLength(1);
  });

  it('shows every reason of a page', async () => {
    const { ledger, lookup } = await openNew(createSqliteDatabase);
    await ledger.accept(newSend('S1', { sizes: [8] }));
    const batch = await claim(ledger);
    await ledger.settleBatch(
      batch,
      batch.deliveryIds.map((deliveryId, index) => ({
        deliveryId,
        status: 'rejected',
        messageId: undefined,
        failure: { reason: 'refused', code: `E90${index}`, text: undefined },
      })),
      undefined,
    );
    const slack = await startSlack(slackNeeds({ needs: { lookup, explanations: EXPLANATIONS } }).needs);

    await slack.press('send_details', 'S1');

    for (const code of ['E900', 'E907']) expect(shownText(slack.view.blocks)).toContain(`Not sent (${code}): `);
    expect(shownText(slack.view.blocks)).not.toContain('more reasons');
  });

  it('shows forty of many on a page, and turns to every other', async () => {
    const { slack } = await openScene(MANY);

    await slack.press('send_details', 'S1');
    const first = boxesIn(slack.view);
    expect(shownText(slack.view.blocks)).toContain('1–40 of 60 recipients.');
    await slack.pressInView('next_page', '1');
    const second = boxesIn(slack.view);
    expect(shownText(slack.view.blocks)).toContain('41–60 of 60 recipients.');
    await slack.pressInView('previous_page', '0');

    expect(new Set([...first, ...second]).size).toBe(60);
    expect(boxesIn(slack.view)).toEqual(first);
  });

  it('has room for a page of recipients of whom no neighbours have the same history', async () => {
    const { ledger, lookup } = await openNew(createSqliteDatabase);
    await ledger.accept(newSend('S1', { sizes: Array.from({ length: 40 }, () => 1) }));
    for (let at = 0; at < 40; at++) {
      const batch = await claim(ledger);
      const failure = { reason: 'unclear_answer', code: `HTTP_${500 + at}`, text: undefined } as const;
      const settlements = batch.deliveryIds.map((deliveryId) => ({
        deliveryId,
        status: 'unknown' as const,
        messageId: undefined,
        failure,
      }));
      await ledger.settleBatch(batch, settlements, undefined);
    }
    const slack = await startSlack(slackNeeds({ needs: { lookup, explanations: EXPLANATIONS } }).needs);

    await slack.press('send_details', 'S1');

    expect(boxesIn(slack.view)).toHaveLength(40);
    expect(slack.view.blocks.length).toBeLessThanOrEqual(100);
  });

  it('lists only those that need attention when that is chosen', async () => {
    const { slack } = await openScene([
      ...Array.from({ length: 50 }, () => 'accepted' as const),
      'rejected',
      'unknown',
    ]);
    await slack.press('send_details', 'S1');

    await slack.choosesInView('recipients_shown', 'attention');

    const shown = shownText(slack.view.blocks);
    expect(shown).toContain('Not delivered or unknown (2)');
    expect(boxesIn(slack.view)).toEqual(['S1.51']);
    expect(shown).toContain('+919870000050');
    expect(shown).not.toContain('+919870000049');
  });

  it('shows nothing of a send of another channel', async () => {
    const { slack } = await openScene(['accepted'], { order: { actorId: 'U5' } });

    await slack.press('send_details', 'S1', { channelId: 'C9' });

    expect(shownText(slack.view.blocks)).toContain('This message cannot be looked up here');
    expect(JSON.stringify(slack.view)).not.toMatch(/booking|m:0|0000/);
    await slack.press('send_details', 'S404');
    expect(shownText(slack.view.blocks)).toContain('This message cannot be looked up here');
  });

  it('is said not to have opened when Slack is busy, and can be tried again', async () => {
    const { slack } = await openScene(['accepted']);
    slack.fail('views.open', 'expired_trigger_id');

    await slack.press('send_details', 'S1');

    expect(slack.ephemeral).toMatchObject([{ text: expect.stringContaining('Press the button again') }]);
  });

  it('says that the ledger is away instead of staying empty', async () => {
    const away: Partial<Lookup> = { findHead: async () => Promise.reject(new Error('away')) };
    const { needs } = slackNeeds();
    const slack = await startSlack({ ...needs, lookup: { ...needs.lookup, ...away } });

    await slack.press('send_details', 'S1');

    expect(shownText(slack.view.blocks)).toContain('could not be looked up just now');
  });
});

describe('“Message IDs”', () => {
  it('shows every message ID beside its number, a line each', async () => {
    const { slack } = await openScene(['accepted', 'rejected', 'accepted']);

    await slack.press('send_ids', 'S1');

    expect(JSON.stringify(slack.view.blocks)).toContain(
      JSON.stringify({ type: 'text', text: '+919870000000  m:0\n+919870000002  m:2' }),
    );
    expect(shownText(slack.view.blocks)).toContain('2 message IDs: select and copy. 1 recipient has none.');
  });

  it('says that there are none yet', async () => {
    const { slack } = await openScene(['unknown']);

    await slack.press('send_ids', 'S1');

    expect(shownText(slack.view.blocks)).toContain('There is no message ID yet');
  });

  it('has pages for thousands', async () => {
    const { slack } = await openScene(Array.from({ length: 1_001 }, () => 'accepted' as const));

    await slack.press('send_ids', 'S1');
    const first = shownText(slack.view.blocks);
    await slack.pressInView('next_page', '1');
    const second = shownText(slack.view.blocks);
    await slack.pressInView('next_page', '2');

    expect(first).toContain('1–500 of 1,001 recipients.');
    expect(first).toContain('m:499');
    expect(second).toContain('  m:500\n');
    expect(second).not.toContain('m:499');
    expect(shownText(slack.view.blocks)).toContain('m:1000');
  });
});

describe('“It arrived” and “It did not arrive”', () => {
  it('settle an unknown delivery by a named person’s report, once', async () => {
    const { ledger, slack, wakes } = await openScene(['unknown']);

    await slack.press('say_arrived', 'S1 S1.0', { userId: 'U2' });
    await slack.press('say_not_arrived', 'S1 S1.0', { userId: 'U3' });

    expect((await ledger.findSend('S1'))?.deliveries).toMatchObject([
      { status: 'delivered', manualReport: { said: 'arrived', actorId: 'U2' } },
    ]);
    expect(wakes).toHaveLength(1);
    expect(slack.ephemeral).toEqual([
      { url: 'https://hooks.slack.test/actions/1', text: expect.stringContaining('Already settled') },
    ]);
  });

  it('are asked once in the details, for everybody who is ticked, and keep the order', async () => {
    const { ledger, slack, wakes } = await openScene(['unknown', 'unknown', 'unknown']);
    await slack.press('send_details', 'S1');

    await slack.submit({ said: 'not_arrived', tick_recipients: 'S1.0 S1.2' });

    const after = shownText(slack.view.blocks);
    const statuses = (await ledger.findSend('S1'))?.deliveries.map(({ status }) => status);
    expect(statuses).toEqual(['failed', 'unknown', 'failed']);
    expect(after).toContain('✓ Saved for 2 people: it did not arrive.');
    expect(after).toMatch(
      /\+919870000000 {3}not delivered.*\+919870000001 {3}unknown.*\+919870000002 {3}not delivered/s,
    );
    expect(after).toContain(' says it did not arrive');
    expect(JSON.stringify(slack.view.blocks)).toContain('{"type":"user","user_id":"U1"}');
    expect(wakes).toHaveLength(1);
  });

  it('settle all that are unknown with one box, on every page', async () => {
    const { slack, statuses } = await openScene([...MANY, 'accepted']);
    await slack.press('send_details', 'S1');

    await slack.submit({ said: 'arrived', tick_all: 'all' });

    expect(await statuses('S1')).toEqual([...MANY.map(() => 'delivered'), 'accepted']);
    expect(shownText(slack.view.blocks)).toContain('✓ Saved for 60 people: it arrived.');
    expect(slack.view.submit).toBeUndefined();
  });

  it('leave alone who was settled while the details were open, and say so', async () => {
    const { lookup, slack, statuses } = await openScene(['unknown', 'unknown']);
    await slack.press('send_details', 'S1');
    const about = { kind: 'these', deliveryIds: ['S1.1'] } as const;
    await lookup.addManualReports({ sendId: 'S1', about, said: 'not_arrived', actorId: 'U2' });

    await slack.submit({ said: 'arrived', tick_recipients: 'S1.0 S1.1' });

    expect(await statuses('S1')).toEqual(['delivered', 'failed']);
    expect(shownText(slack.view.blocks)).toContain(
      '✓ Saved for 1 person: it arrived. 1 was settled before, by a colleague or by a delivery report.',
    );
  });

  it('ask for a tick when nobody is ticked', async () => {
    const { slack, statuses } = await openScene(['unknown']);
    await slack.press('send_details', 'S1');

    const [answer] = await slack.submit({ said: 'arrived' });

    expect(answer).toMatchObject({ response_action: 'errors' });
    expect(JSON.stringify(answer)).toContain('Tick the recipients that you know about');
    expect(await statuses('S1')).toEqual(['unknown']);
  });

  it('are asked again when the ledger does not answer, with the ticks as they are', async () => {
    const { lookup, slack } = await openScene(['unknown']);
    await slack.press('send_details', 'S1');
    lookup.findHead = async () => Promise.reject(new Error('away'));

    const [answer] = await slack.submit({ said: 'arrived', tick_all: 'all' });

    expect(JSON.stringify(answer)).toContain('This could not be saved just now. Press Save again in a moment.');
  });

  it('mean nothing from another channel', async () => {
    const { statuses, slack } = await openScene(['unknown'], { order: { actorId: 'U5' } });

    await slack.press('say_arrived', 'S1 S1.0', { channelId: 'C9' });

    expect(await statuses('S1')).toEqual(['unknown']);
    expect(slack.ephemeral.map(({ text }) => text)).toEqual([
      expect.stringContaining('This message cannot be looked up here'),
    ]);
  });
});

describe('“Send again…”', () => {
  it('opens the form filled in for those who did not get it, and sends nothing', async () => {
    const { slack, reviewed, requested } = await openScene(['accepted', 'rejected', 'unknown']);

    await slack.press('send_again', 'S1');

    expect(slack.view.callback_id).toBe('whatsapp_send');
    expect(recipientsIn(slack.view)).toEqual(['+919870000001']);
    expect(scopeIn(slack.view)).toEqual([['missed', 'missed_and_unknown', 'all'], 'missed']);
    expect(inputFor(slack.view, 'param_1')?.element).toMatchObject({ initial_value: 'Asha' });
    expect(inputFor(slack.view, 'param_url')?.element).toMatchObject({ initial_value: 'abc' });
    expect(reviewed).toEqual([]);
    expect(requested).toEqual([]);
  });

  it('warns before it goes to a person who may have it, and keeps what was typed', async () => {
    const { slack } = await openScene(['accepted', 'rejected', 'unknown']);
    await slack.press('send_again', 'S1');

    await slack.pressInView('again_scope', 'missed_and_unknown', { again_scope: 'missed_and_unknown', param_1: 'Ben' });

    expect(recipientsIn(slack.view)).toEqual(['+919870000001', '+919870000002']);
    expect(shownText(slack.view.blocks)).toContain('1 recipient may have it already: nobody knows');
    expect(inputFor(slack.view, 'param_1')?.element).toMatchObject({ initial_value: 'Ben' });

    await slack.pressInView('again_scope', 'all', { again_scope: 'all' });

    expect(recipientsIn(slack.view)).toHaveLength(3);
    expect(shownText(slack.view.blocks)).toContain('For 1 recipient it is on its way: Kaleyra has it.');
    expect(shownText(slack.view.blocks)).not.toContain('got it already');
  });

  it('chooses nobody when nobody is known to have missed it, and says why', async () => {
    const { slack } = await openScene(['unknown', 'accepted']);

    await slack.press('send_again', 'S1');

    expect(scopeIn(slack.view)).toEqual([['missed_and_unknown', 'all'], undefined]);
    expect(recipientsIn(slack.view)).toEqual(['']);
    expect(shownText(slack.view.blocks)).toContain('1 recipient may have it already: nobody knows');
  });

  it('asks even for the only choice when that may double a message, and fills it in once it is made', async () => {
    const { slack } = await openScene(['unknown']);
    await slack.press('send_again', 'S1');
    const before = [scopeIn(slack.view), recipientsIn(slack.view)];

    await slack.pressInView('again_scope', 'missed_and_unknown', { again_scope: 'missed_and_unknown' });

    expect(before).toEqual([[['missed_and_unknown'], undefined], ['']]);
    expect(scopeIn(slack.view)).toEqual([['missed_and_unknown'], 'missed_and_unknown']);
    expect(recipientsIn(slack.view)).toEqual(['+919870000000']);
  });

  it('does not choose those whom it will not help, and says so in the form and the review', async () => {
    const { slack } = await openScene(['useless', 'rejected']);
    await slack.press('send_again', 'S1');
    const before = [scopeIn(slack.view), recipientsIn(slack.view)];

    await slack.pressInView('again_scope', 'all_missed', { again_scope: 'all_missed' });
    const form = shownText(slack.view.blocks);
    await slack.submit();

    expect(before).toEqual([[['missed', 'all_missed'], 'missed'], ['+919870000001']]);
    expect(form).toContain('For 1 recipient sending again will not help: ');
    expect(shownText(slack.view.blocks)).toContain('Sent again: For 1 recipient sending again will not help: ');
  });

  it('fills them into the form that was chosen in alone, and reviews nothing for others than are chosen', async () => {
    const { slack, reviewed } = await openScene(['accepted', 'rejected', 'unknown']);
    await slack.press('send_again', 'S1');
    slack.fail('views.update', 'hash_conflict');
    await slack.pressInView('again_scope', 'all', { again_scope: 'all' });

    const [answer] = await slack.submit({ again_scope: 'all' });

    expect(slack.calls.findLast(({ method }) => method === 'views.update')?.fields).toMatchObject({ hash: '1' });
    expect(recipientsIn(slack.view)).toEqual(['+919870000001']);
    expect(answer).toMatchObject({
      response_action: 'errors',
      errors: { again_scope: expect.stringContaining('still those of another choice. Choose once more') },
    });
    expect(reviewed).toEqual([]);
  });

  it('warns once more where it is confirmed', async () => {
    const { slack } = await openScene(['unknown']);
    await slack.press('send_again', 'S1');
    await slack.pressInView('again_scope', 'missed_and_unknown', { again_scope: 'missed_and_unknown' });

    await slack.submit();

    expect(slack.view.callback_id).toBe('whatsapp_send_review');
    expect(shownText(slack.view.blocks)).toContain('Sent again: 1 recipient may have it already');
  });

  it('is reviewed like any other, and linked to the send that it repeats', async () => {
    const { slack, reviewed } = await openScene(['rejected']);
    await slack.press('send_again', 'S1');

    await slack.submit();

    expect(slack.view.callback_id).toBe('whatsapp_send_review');
    expect(reviewed).toMatchObject([
      {
        parentId: 'S1',
        channelId: 'C1',
        choice: { kind: 'listed', name: 'booking_confirm', language: 'en' },
        values: { param_1: 'Asha', param_2: 'BK-77' },
        recipients: '+919870000000',
      },
    ]);
  });

  it('says that a template is gone or has changed', async () => {
    const gone = await openScene(['rejected'], {}, []);
    await gone.slack.press('send_again', 'S1');
    const changed = await openScene(['rejected'], {}, [
      { ...TEMPLATE, body: { ...TEMPLATE.body, text: 'Hi {{1}} {{2}}' } },
    ]);
    await changed.slack.press('send_again', 'S1');

    expect(shownText(gone.slack.view.blocks)).toContain('booking_confirm is no longer in the list of templates');
    expect(recipientsIn(gone.slack.view)).toEqual(['+919870000000']);
    expect(shownText(changed.slack.view.blocks)).toContain('booking_confirm has changed since then: read it again.');
  });

  it('fills in a template that was sent by name as it was typed', async () => {
    const { slack } = await openScene(['rejected'], { order: { template: undefined } });

    await slack.press('send_again', 'S1');

    expect(inputFor(slack.view, 'template_name')?.element).toMatchObject({ initial_value: 'booking_confirm' });
    expect(inputFor(slack.view, 'params')?.element).toMatchObject({ initial_value: 'Asha\nBK-77' });
  });

  it('keeps a private template’s values from everybody but the person who typed them', async () => {
    const template = { ...TEMPLATE, isPrivate: true };
    const { slack } = await openScene(['rejected'], { order: { template } }, [template]);

    await slack.press('send_again', 'S1', { userId: 'U2' });
    const others = JSON.stringify(slack.view);
    await slack.press('send_again', 'S1');

    expect(others).not.toMatch(/"initial_value":"(?:Asha|BK-77|abc)"/);
    expect(others).toContain('Its values are not filled in');
    expect(inputFor(slack.view, 'param_1')?.element).toMatchObject({ initial_value: 'Asha' });
  });

  it('fills in as many recipients as the field holds, whole, and says so', async () => {
    const { slack } = await openScene(Array.from({ length: 300 }, () => 'rejected' as const));

    await slack.press('send_again', 'S1');

    const filled = recipientsIn(slack.view);
    expect(filled.every((number) => /^\+9198700\d{5}$/.test(number))).toBe(true);
    expect(shownText(slack.view.blocks)).toContain(`The first ${filled.length} of 300 recipients are filled in`);
  });

  it('shows no number of a send that is not known here', async () => {
    const { slack } = await openScene(['rejected'], { order: { actorId: 'U5' } });

    await slack.press('send_again', 'S1', { channelId: 'C9' });

    expect(JSON.stringify(slack.view)).not.toContain('98700');
  });
});

describe('“Send again…” on a colleague’s message', () => {
  const BY_A_COLLEAGUE: SendChange = { order: { actorId: 'U5' } };

  it('shows masked numbers, has no field for them, and reviews the people of the send', async () => {
    const { slack, reviewed } = await openScene(['accepted', 'rejected', 'rejected'], BY_A_COLLEAGUE);

    await slack.press('send_again', 'S1');

    expect(shownText(slack.view.blocks)).toContain('Recipients: •••• 0001, •••• 0002. Only the person who entered');
    expect(inputFor(slack.view, 'recipients')).toBeUndefined();
    expect(JSON.stringify(slack.view)).not.toContain('98700');
    await slack.submit();
    expect(reviewed).toMatchObject([
      { recipients: '+919870000001\n+919870000002', areRecipientsHidden: true, parentId: 'S1' },
    ]);
  });

  it('goes to the people of the choice as it stands when it is reviewed', async () => {
    const { slack, reviewed } = await openScene(['accepted', 'unknown'], BY_A_COLLEAGUE);
    await slack.press('send_again', 'S1');
    const before = shownText(slack.view.blocks);

    await slack.pressInView('again_scope', 'all', { again_scope: 'all' });
    const chosen = shownText(slack.view.blocks);
    await slack.choose('booking_confirm:en');
    await slack.submit();

    expect(before).toContain('Recipients: nobody yet: choose who gets it again');
    expect(chosen).toContain('Recipients: •••• 0000, •••• 0001.');
    expect(reviewed.at(-1)?.recipients).toBe('+919870000000\n+919870000001');
  });

  it('shows no whole number of a message that was itself sent again from a colleague’s', async () => {
    const { ledger, slack } = await openScene(['rejected'], BY_A_COLLEAGUE);
    await ledger.accept(newSend('S2', { order: { actorId: 'U1', parentId: 'S1' } }));

    await slack.press('send_again', 'S2');
    await slack.pressInView('again_scope', 'all', { again_scope: 'all' });

    expect(shownText(slack.view.blocks)).toContain('Recipients: •••• 0000.');
    expect(JSON.stringify(slack.view)).not.toContain('98700');
  });

  it('shows the whole numbers of one’s own message, sent again from one’s own', async () => {
    const { ledger, slack } = await openScene(['rejected']);
    await ledger.accept(newSend('S2', { order: { parentId: 'S1' } }));

    await slack.press('send_again', 'S2');
    await slack.pressInView('again_scope', 'all', { again_scope: 'all' });

    expect(recipientsIn(slack.view)).toEqual(['+919870000000']);
  });

  it('says so under an input while the ledger does not answer', async () => {
    const { lookup, slack, reviewed } = await openScene(['rejected'], BY_A_COLLEAGUE);
    await slack.press('send_again', 'S1');
    Object.assign(lookup, { findSend: () => Promise.reject(new Error('away')) });

    const [answer] = await slack.submit();

    expect(JSON.stringify(answer)).toContain('could not be looked up just now');
    expect(reviewed).toEqual([]);
  });
});

describe('/whatsapp-send status and recent', () => {
  it('tell one person what became of a send, by its ID or a message ID', async () => {
    const { slack } = await openScene(['accepted', 'rejected']);

    for (const id of ['S1', '`S1`', 'm:0', 'm']) await slack.command(`/whatsapp-send status ${id}`);

    expect(slack.ephemeral).toHaveLength(4);
    for (const { blocks } of slack.ephemeral) {
      const shown = shownText(blocks);
      expect(shown).toContain('1 of 2 not sent ✕');
      expect(shown).toContain('•••• 0001   not sent ✕');
      expect(shown).toContain('m:0');
      expect(shown).not.toContain('98700');
    }
    expect(slack.calls).toEqual([]);
  });

  it('say how to ask when no ID is given, and what they cannot find', async () => {
    const { slack } = await openScene(['accepted'], { order: { actorId: 'U5' } });

    await slack.command('/whatsapp-send status');
    await slack.command('/whatsapp-send status S404');
    await slack.command('/whatsapp-send status S1', 'C9');

    expect(slack.ephemeral.map(({ text }) => text)).toEqual([
      expect.stringContaining('`/whatsapp-send status 3210`'),
      expect.stringContaining('There is no message with this ID in this channel'),
      expect.stringContaining('There is no message with this ID in this channel'),
    ]);
  });

  it('list the last sends, each with its details', async () => {
    const { slack } = await openScene(['accepted', 'rejected']);

    await slack.command('/whatsapp-send recent');
    await slack.command('/whatsapp-send recent', 'C9');

    const shown = shownText(slack.ephemeral[0]?.blocks);
    expect(shown).toContain('*booking_confirm* · English — 1 accepted · 1 not sent');
    expect(JSON.stringify(slack.ephemeral[0]?.blocks)).toContain('"action_id":"send_details"');
    expect(shownText(slack.ephemeral[1]?.blocks)).toBe(shown);
  });

  it('say that there is nothing yet', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send recent');

    expect(slack.ephemeral.map(({ text }) => text)).toEqual(['Nothing has been sent from this channel or by you yet.']);
  });

  it('list what went to a number, masked, with its status, its card and no more than one may see', async () => {
    const { ledger, slack } = await openScene(['accepted', 'accepted'], { order: { actorId: 'U5' } });
    await ledger.saveReport(report('m:1', 'read'));
    const card = await ledger.claimCard('worker');
    if (card === undefined) throw new Error('no card is behind');
    await ledger.saveCard(card, { kind: 'shown', version: 1, message: { channelId: 'C1', ts: '1700000000.000100' } });
    const asked = ['<tel:+919870000001|+91 98700 00001>', '0001', '•••• 0001'];

    for (const number of asked) await slack.command(`/whatsapp-send status ${number}`);
    for (const number of asked) await slack.command(`/whatsapp-send find ${number}`, 'C9');

    const [first, ...others] = slack.ephemeral;
    const shown = shownText(first?.blocks);
    expect(shown).toContain('Latest messages to •••• 0001 from this channel and from you:');
    expect(shown).toMatch(/booking_confirm.* — •••• 0001 read ✓✓✓/);
    expect(shown).toContain('<https://acme.slack.com/archives/C1/p1700000000000100|Open the card>');
    expect(others.slice(0, 2).map(({ blocks }) => shownText(blocks))).toEqual([shown, shown]);
    for (const { text } of others.slice(2))
      expect(text).toContain('There is no message to •••• 0001 from this channel');
    expect(JSON.stringify(slack.ephemeral)).not.toMatch(/98700|97000/);
    expect(slack.calls.map(({ method }) => method)).toEqual(['users.info']);
  });

  it('show ten a page, and more at a press, also to one number, which is not in the button', async () => {
    const { ledger, slack } = await openScene(['accepted']);
    for (let index = 10; index < 34; index += 1) await ledger.accept(newSend(`S${index}`));

    await slack.command('/whatsapp-send status +919870000000');
    await slack.press('show_more', moreIn(slack.ephemeral.at(-1)?.blocks) ?? '');
    await slack.press('show_more', moreIn(slack.ephemeral.at(-1)?.blocks) ?? '');

    const pages = slack.ephemeral.map(({ blocks }) => listedIn(blocks));
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat()).size).toBe(25);
    expect(moreIn(slack.ephemeral.at(-1)?.blocks)).toBeUndefined();
    expect(JSON.stringify(slack.ephemeral)).not.toContain('98700');
  });

  it('show a next page only to whom may see it, whoever presses', async () => {
    const { ledger, slack } = await openScene(['accepted'], { order: { actorId: 'U5' } });
    for (let index = 10; index < 24; index += 1)
      await ledger.accept(newSend(`S${index}`, { order: { actorId: 'U5' } }));
    await slack.command('/whatsapp-send recent');

    const more = moreIn(slack.ephemeral[0]?.blocks) ?? '';
    await slack.press('show_more', more, { channelId: 'C9' });
    await slack.press('show_more', 'nonsense');

    expect(slack.ephemeral.slice(1).map(({ text }) => text)).toEqual([
      'There are no earlier messages from this channel or from you.',
    ]);
  });

  it('list as many as are asked for', async () => {
    const { ledger, slack } = await openScene(['accepted']);
    for (let index = 10; index < 34; index += 1) await ledger.accept(newSend(`S${index}`));

    await slack.command('/whatsapp-send recent 12');
    await slack.press('show_more', moreIn(slack.ephemeral[0]?.blocks) ?? '');

    expect(slack.ephemeral.map(({ blocks }) => listedIn(blocks).length)).toEqual([10, 2]);
    expect(moreIn(slack.ephemeral[1]?.blocks)).toBeUndefined();
  });

  it('count days in the person’s own zone, and say when Slack does not tell it', async () => {
    const { slack } = await openScene(['accepted'], {}, [TEMPLATE], { U1: { tz: 'Asia/Kolkata' } });
    await slack.command('/whatsapp-send recent today');
    slack.fail('users.info', 'missing_scope');
    await slack.command('/whatsapp-send recent today');

    const [known, unknown] = slack.ephemeral.map(({ blocks }) => shownText(blocks));
    expect(known).toContain('booking_confirm');
    expect(known).not.toContain('UTC:');
    expect(unknown).toContain('Days are counted in UTC: Slack did not tell me your time zone.');
  });

  it('say what they do not understand, with examples, and open nothing', async () => {
    const { slack } = await openScene(['accepted']);

    for (const words of ['recent nonsense', 'FIND? *bold* <!here>', 'status']) {
      await slack.command(`/whatsapp-send ${words}`);
    }

    const texts = slack.ephemeral.map(({ text }) => text);
    expect(texts[0]).toContain('I do not understand “nonsense” here. Nothing was sent. You can ask:');
    expect(texts[1]).toContain('I do not understand “bold”, “here” here.');
    for (const text of texts) expect(text).toContain('`/whatsapp-send status 3210`');
    expect(slack.calls).toEqual([]);
  });

  it('open the form for a template that only begins like them', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send recent_news +919876543210');

    expect(slack.view.callback_id).toBe('whatsapp_send');
    expect(slack.ephemeral).toEqual([]);
  });
});
