import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 20_000 };

const botLines: string[] = [];
const policiesRead = () => botLines.filter((line) => line.includes('policy read')).length;

let folder: string;
let policyFile: string;
let sandbox: Sandbox;
let asha: Person;
let ben: Person;
let carla: Person;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'approvals-'));
  policyFile = join(folder, 'policy.yml');
  await copyFile('sandbox/policy.yml', policyFile);
  sandbox = await createSandbox({
    reportDelayMs: () => 20,
    onBotLine: (line) => void botLines.push(line),
    botEnv: { POLICY_FILE: policyFile, AUDIT_CHANNEL: 'C0VIPDESK1' },
  });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  ben = createPerson(sandbox, 'U0BEN00001', bookings);
  carla = createPerson(sandbox, 'U0CARLA001', bookings);
}, 60_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A booking to two people, which the rules let leave only with a yes of the lead. */
async function reviewed(person: Person, numbers: string, values = BOOKING_VALUES): Promise<void> {
  const before = person.view()?.id;
  await person.types(`/whatsapp-send booking_confirm ${numbers}`);
  await expect.poll(() => person.view()?.id, WAIT).not.toBe(before);
  person.fills(values);
  expect(await person.submits()).toEqual({});
}

function card(): ChatMessage {
  const found = asha.cards().at(-1);
  if (found === undefined) throw new Error('no card');
  return found;
}

const cardText = () => shownText(card().blocks);

async function asked(person: Person, words: string): Promise<ChatMessage> {
  await expect.poll(() => person.directMessages().at(-1)?.text, WAIT).toContain(words);
  const found = person.directMessages().at(-1);
  if (found === undefined) throw new Error('no direct message');
  return found;
}

function textOf(message: ChatMessage): string {
  const now = sandbox
    .state()
    .messages.find(({ ts, channelId }) => ts === message.ts && channelId === message.channelId);
  return shownText(now?.blocks ?? []);
}

const sentCount = () => sandbox.state().exchanges.length;

describe('a message that has to be approved', () => {
  it('waits in public, is drawn for the lead, and leaves when she says yes', async () => {
    const before = sentCount();
    await reviewed(asha, '+91 98765 43210, +39 347 123 4567');
    expect(asha.view()?.submit).toBe('Ask for approval');
    const shown = shownText(asha.view()?.blocks ?? []);
    expect(shown).toContain('carla has to approve this: it goes to more than 1 person (policy.yml, rule 2).');
    expect(await asha.submits()).toEqual({});

    await expect.poll(() => card().text, WAIT).toContain('asks to send booking_confirm');
    expect(card().text).toContain('to 2 people — waits for approval');
    expect(cardText()).toContain('has to approve this: it goes to more than 1 person');
    expect(cardText()).toContain('Withdraw…');
    expect(cardText()).not.toContain('Message IDs');
    const dm = await asked(carla, 'asks you to approve');
    expect(textOf(dm)).toContain('Hello Asha, your booking BK-77 is confirmed.');
    expect(textOf(dm)).toContain('India 1 · Italy 1');
    expect(sentCount()).toBe(before);

    await carla.presses(dm, 'Approve');
    await expect.poll(() => card().text, WAIT).toContain('2 of 2 delivered');
    expect(cardText()).toContain('Approved by');
    await expect.poll(() => textOf(dm), WAIT).toContain('Approved by');
    expect(textOf(dm)).not.toContain('Decline…');
    expect(sentCount()).toBe(before + 2);
  }, 60_000);

  it('is declined with a reason that everybody reads, and nothing leaves', async () => {
    const before = sentCount();
    await reviewed(asha, '+91 98765 43210, +91 98450 12345', { ...BOOKING_VALUES, 'Booking number': 'BK-90' });
    expect(await asha.submits()).toEqual({});
    const dm = await asked(carla, 'asks you to approve');
    await carla.presses(dm, 'Decline…');
    await expect.poll(() => carla.view()?.callbackId, WAIT).toBe('whatsapp_send_decline');
    expect(await carla.submits()).toHaveProperty('Why?');
    carla.fills({ 'Why?': 'wrong price' });
    expect(await carla.submits()).toEqual({});

    await expect.poll(cardText, WAIT).toContain('wrong price');
    expect(card().text).toContain('asked to send booking_confirm');
    expect(card().text).toContain('— declined');
    await expect.poll(() => asha.replies().at(-1)?.text, WAIT).toContain('declined');
    await carla.presses(dm, 'Approve').catch(() => undefined);
    expect(sentCount()).toBe(before);
  }, 60_000);

  it('is withdrawn by whoever asked, and the lead’s copy says so', async () => {
    await reviewed(asha, '+91 98765 43210, +91 98450 12345', { ...BOOKING_VALUES, 'Booking number': 'BK-91' });
    expect(await asha.submits()).toEqual({});
    const dm = await asked(carla, 'asks you to approve');
    await expect.poll(() => card().text, WAIT).toContain('waits for approval');

    await asha.presses(card(), 'Withdraw…');

    await expect.poll(() => card().text, WAIT).toContain('withdrawn');
    await expect.poll(() => textOf(dm), WAIT).toContain('Withdrawn by');
  }, 60_000);

  it('is shown again when the rules have changed since the review', async () => {
    await reviewed(asha, '+91 98450 12345', { ...BOOKING_VALUES, 'Booking number': 'BK-92' });
    expect(asha.view()?.submit).toBe('Send to 1 person');
    const rules = await readFile(policyFile, 'utf8');
    const before = policiesRead();
    await writeFile(policyFile, rules.replace('recipients: ">1"', 'template: "booking_*"'));
    await expect.poll(policiesRead, WAIT).toBe(before + 1);
    expect(await asha.submits()).toEqual({});

    expect(asha.view()?.submit).toBe('Ask for approval');
    expect(shownText(asha.view()?.blocks ?? [])).toContain('the rules have changed');

    await asha.closes();
    await asha.closes();
    await writeFile(policyFile, rules);
    await expect.poll(policiesRead, WAIT).toBe(before + 2);
  }, 60_000);
});

describe('a policy that asks for more than before', () => {
  it('has what was approved wait, asks the others too, and lets it leave once they agreed', async () => {
    const before = sentCount();
    await reviewed(asha, '+91 98765 43210, +91 98450 12345', { ...BOOKING_VALUES, 'Booking number': 'BK-94' });
    expect(await asha.submits()).toEqual({});
    const dm = await asked(carla, 'asks you to approve');
    const rules = await readFile(policyFile, 'utf8');
    const read = policiesRead();
    const strict = rules
      .replace('lead: [S0LEADS001]', 'lead: [U0CARLA001, U0BEN00001, U0LEFT0001]')
      .replace('approve: { by: lead }', 'approve: { by: lead, count: 2 }');
    await writeFile(policyFile, strict);
    await expect.poll(policiesRead, WAIT).toBe(read + 1);

    await carla.presses(dm, 'Approve');

    const second = await asked(ben, 'asks you to approve');
    expect(textOf(second)).toContain(
      'The rules have changed since this was confirmed. Nothing has left, and it waits.',
    );
    await expect.poll(cardText, WAIT).toContain('The rules have changed since this was confirmed.');
    expect(cardText()).toContain('Approved by');
    expect(sentCount()).toBe(before);
    await ben.presses(second, 'Approve');
    await expect.poll(() => card().text, WAIT).toContain('2 of 2 delivered');
    expect(sentCount()).toBe(before + 1);

    await writeFile(policyFile, rules);
    await expect.poll(policiesRead, WAIT).toBe(read + 2);
  }, 60_000);
});

describe('a lead who writes a policy with a typo', () => {
  it('reads where it is in the audit channel, while the rules stay as they were, and that it is good again', async () => {
    const rules = await readFile(policyFile, 'utf8');
    const audited = () =>
      sandbox
        .state()
        .messages.filter(({ channelId }) => channelId === 'C0VIPDESK1')
        .map(({ blocks }) => shownText(blocks))
        .at(-1) ?? '';
    await writeFile(policyFile, rules.replace('approve:', 'aprove:'));
    await expect.poll(audited, WAIT).toMatch(/^⚠ policy\.yml is not taken as it is now/);
    expect(audited()).toMatch(/policy\.yml, line \d+: rule 2 has aprove, which is not known here/);
    expect(audited()).toContain('Meanwhile the last good one stays in force');
    await reviewed(asha, '+91 98765 43210, +91 98450 12345', { ...BOOKING_VALUES, 'Booking number': 'BK-93' });
    expect(asha.view()?.submit).toBe('Ask for approval');
    await asha.closes();
    await asha.closes();

    await writeFile(policyFile, rules);
    await expect.poll(audited, WAIT).toMatch(/^✓ policy\.yml is good again/);
  }, 60_000);
});

describe('a template that one may not send', () => {
  it('is not offered, and the form says why', async () => {
    await asha.types('/whatsapp-send');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
    await expect
      .poll(() => shownText(asha.view()?.blocks ?? []), WAIT)
      .toMatch(/\d templates? (is|are) not offered to you here \(policy\.yml, rule 1\)/);
    const { options = [], groups = [] } = await asha.looksUp('promo');
    const offered = [...options, ...groups.flatMap((group) => group.options)].map(({ value }) => value);
    expect(offered.filter((value) => value.startsWith('promo'))).toEqual([]);
    await asha.closes();
  }, 60_000);

  it('is refused at the picker when it is chosen by a command', async () => {
    await asha.types('/whatsapp-send promo_code +91 98765 43210');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
    asha.fills({
      'Link to the header image': 'https://example.com/offer.jpg',
      "Customer's first name": 'Asha',
      Discount: '20 %',
      'End of the offer': 'Sunday',
      'Code to copy': 'SAVE20',
    });

    const errors = await asha.submits();

    expect(errors['Template']).toContain('Only lead may send promo_*: ask carla (policy.yml, rule 1).');
    await asha.closes();
  }, 60_000);
});

describe('a person on call', () => {
  it('sends an incident at once with a reason, and it stands there until the lead has looked', async () => {
    await ben.types('/whatsapp-send incident_notice +91 98765 43210');
    await expect.poll(() => ben.view()?.callbackId, WAIT).toBe('whatsapp_send');
    const labels = (ben.view()?.blocks ?? []).flatMap((block) => {
      const { element, label } = block as { element?: { type?: string }; label?: { text?: string } };
      return block.type === 'input' && element?.type === 'plain_text_input' && !/Recipients/.test(label?.text ?? '')
        ? [label?.text ?? '']
        : [];
    });
    ben.fills(Object.fromEntries(labels.map((label) => [label, /Ending/.test(label) ? '1207' : 'payments'])));
    expect(await ben.submits()).toEqual({});
    expect(ben.view()?.submit).toBe('Ask for approval');

    ben.ticks('Is it urgent?');
    expect(await ben.submits()).toHaveProperty('Why it cannot wait');
    ben.ticks('Is it urgent?');
    ben.fills({ 'Why it cannot wait': 'payments are down' });
    expect(await ben.submits()).toEqual({});

    await expect.poll(cardText, WAIT).toContain('Not reviewed yet');
    expect(cardText()).toContain('payments are down');
    await expect.poll(() => card().text, WAIT).toContain('1 of 1 delivered');
    const dm = await asked(carla, 'without waiting for approval');
    const loud = () => sandbox.state().messages.filter(({ channelId }) => channelId === 'C0VIPDESK1');
    await expect
      .poll(
        () =>
          loud()
            .map(({ text }) => text)
            .join('\n'),
        WAIT,
      )
      .toContain('without waiting for approval');
    await carla.presses(dm, 'Reviewed');

    await expect.poll(cardText, WAIT).toContain('Reviewed by');
    expect(cardText()).not.toContain('Not reviewed yet');
  }, 60_000);
});
