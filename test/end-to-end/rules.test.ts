import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 20_000 };
const SHARED = 'C0LAKESIDE';
const HOUR_MS = 3_600_000;

const RULES = `
roles: { agent: [U0ASHA0001], lead: [U0CARLA001, U0BEN00001] }
rules:
  - match: { recipients: ">1" }
    approve: { by: lead }
opt_out: { exception_role: lead }
`;

const botLines: string[] = [];
let folder: string;
let sandbox: Sandbox;
let asha: Person;
let ben: Person;
let carla: Person;
let noor: Person;
let bookingNumber = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  await writeFile(join(folder, 'policy.yml'), RULES);
  sandbox = await createSandbox({
    reportDelayMs: () => 20,
    onBotLine: (line) => void botLines.push(line),
    botEnv: { POLICY_FILE: join(folder, 'policy.yml'), DATABASE_URL: `file:${join(folder, 'ledger.db')}` },
  });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  ben = createPerson(sandbox, 'U0BEN00001', bookings);
  carla = createPerson(sandbox, 'U0CARLA001', bookings);
  noor = createPerson(sandbox, 'U0NOOR0001', SHARED);
}, 60_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

const policiesRead = () => botLines.filter((line) => line.includes('policy read')).length;

/** Writes a policy, and waits until the bot follows it. */
async function follow(policy: string): Promise<void> {
  const read = policiesRead();
  await writeFile(join(folder, 'policy.yml'), policy);
  await expect.poll(policiesRead, WAIT).toBe(read + 1);
}

/** Fills the form for these people. @returns what stands under its fields, and nothing where the review is open */
async function reviews(person: Person, numbers: string): Promise<Readonly<Record<string, string>>> {
  const before = person.view()?.id;
  await person.types(`/whatsapp-send booking_confirm ${numbers}`);
  await expect.poll(() => person.view()?.id, WAIT).not.toBe(before);
  bookingNumber += 1;
  person.fills({ ...BOOKING_VALUES, 'Booking number': `BK-${bookingNumber}` });
  return person.submits();
}

async function closesAll(person: Person): Promise<void> {
  while (person.view() !== undefined) await person.closes();
}

/** Asha asks for a message to two people. @returns carla's direct message */
async function asks(): Promise<ChatMessage> {
  const before = carla.directMessages().length;
  expect(await reviews(asha, '+91 98765 43210, +91 98450 12345')).toEqual({});
  expect(await asha.submits()).toEqual({});
  await expect.poll(() => carla.directMessages().length, WAIT).toBe(before + 1);
  const message = carla.directMessages().at(-1);
  if (message === undefined) throw new Error('no direct message');
  return message;
}

const cardText = (person: Person) => shownText(person.cards().at(-1)?.blocks);

const whisperTo = (memberId: string) =>
  sandbox
    .state()
    .messages.filter(({ ephemeralFor }) => ephemeralFor === memberId)
    .at(-1)?.text ?? '';

const sentCount = () => sandbox.state().exchanges.length;

describe('a press on Approve that does not count', () => {
  it('is not offered to whoever asked, though they have the role', async () => {
    const sent = sentCount();
    const [bens, carlas] = [ben.directMessages().length, carla.directMessages().length];
    expect(await reviews(carla, '+91 98765 43210, +91 98450 12345')).toEqual({});
    expect(shownText(carla.view()?.blocks)).toContain('ben has to approve this: it goes to more than 1 person');
    expect(await carla.submits()).toEqual({});

    await expect.poll(() => ben.directMessages().length, WAIT).toBe(bens + 1);
    expect(carla.directMessages()).toHaveLength(carlas);
    expect(cardText(carla)).not.toContain('Approve');
    expect(sentCount()).toBe(sent);
  }, 60_000);

  it('by a person whose role was taken away after they were asked', async () => {
    const sent = sentCount();
    const message = await asks();
    await follow(RULES.replace('lead: [U0CARLA001, U0BEN00001]', 'lead: [U0DEV00001, U0BEN00001]'));

    await carla.presses(message, 'Approve');

    await expect
      .poll(() => whisperTo('U0CARLA001'), WAIT)
      .toBe('Nothing changed: by the policy as it is now you are not among those who may approve this.');
    expect(sentCount()).toBe(sent);
    await follow(RULES);
  }, 60_000);

  it('after its time was over: whoever asked is told, and nothing was sent', async () => {
    const sent = sentCount();
    const message = await asks();
    const ledger = new DatabaseSync(join(folder, 'ledger.db'), { timeout: 5_000 });
    ledger.exec(`update approval_requests set asked_at = asked_at - ${8 * HOUR_MS}, expires_at = expires_at - ${8 * HOUR_MS}
      where state = 'waiting'`);
    ledger.close();

    await expect.poll(() => cardText(asha), WAIT).toContain('Not approved in 8 h: nothing was sent.');
    await expect.poll(() => asha.replies().at(-1)?.text, WAIT).toContain('not approved in time');
    await carla.presses(message, 'Approve').catch(() => undefined);
    expect(sentCount()).toBe(sent);
  }, 60_000);
});

describe('a quota', () => {
  it('is told in the form before anything is confirmed, with what is left', async () => {
    await follow(`${RULES}\nquotas: { person_day: 3 }`);
    expect(await reviews(ben, '+91 98765 43210')).toEqual({});
    expect(await ben.submits()).toEqual({});

    const errors = await reviews(ben, '+91 98765 43210, +91 98450 12345, +91 99000 11111');

    expect(Object.values(errors)).toEqual(['You can still send 2 today; this is for 3 (the policy allows 3 a day).']);
    await closesAll(ben);
    await follow(RULES);
  }, 60_000);
});

describe('a person who said no', () => {
  it('gets a message from a lead alone who writes why, and nothing of one to several', async () => {
    await ben.types('/whatsapp-send optout +91 99000 22222');
    await expect.poll(() => whisperTo('U0BEN00001'), WAIT).toContain('2222');

    const toAgent = await reviews(asha, '+91 99000 22222');
    expect(Object.values(toAgent).join()).toContain('said no to such messages, so nothing can be sent there');
    await closesAll(asha);

    expect(await reviews(carla, '+91 99000 22222, +91 98765 43210')).toEqual({});
    expect(shownText(carla.view()?.blocks)).not.toContain('Why');
    expect(shownText(carla.view()?.blocks)).toContain('1 of them said no and gets nothing: •••• 2222.');
    await closesAll(carla);

    const sent = sentCount();
    expect(await reviews(carla, '+91 99000 22222')).toEqual({});
    expect(Object.values(await carla.submits())).toHaveLength(1);
    const [label = ''] = Object.keys(await carla.submits());
    carla.fills({ [label]: 'she called and asked for it' });
    expect(await carla.submits()).toEqual({});
    await expect.poll(sentCount, WAIT).toBe(sent + 1);
    await expect.poll(() => cardText(carla), WAIT).toContain('she called and asked for it');
  }, 60_000);
});

describe('a workspace of another organisation that the policy names', () => {
  it('is let in as a guest, and cards of the channel that is shared with it have no text and no message ID', async () => {
    const there = createPerson(sandbox, 'U0ASHA0001', SHARED);
    const sendsThere = async () => {
      const before = there.cards().length;
      expect(await reviews(there, '+91 98765 43210')).toEqual({});
      expect(await there.submits()).toEqual({});
      await expect.poll(() => there.cards().length, WAIT).toBe(before + 1);
      await expect.poll(() => there.cards().at(-1)?.text, WAIT).toContain('1 of 1 delivered');
      return there.cards().at(-1) as ChatMessage;
    };
    const first = await sendsThere();
    await noor.presses(first, 'Details');
    await expect.poll(() => whisperTo('U0NOOR0001'), WAIT).toContain('Only people of the workspace');

    await follow(`${RULES}\npartners: [T0LAKESIDE]`);
    await noor.presses(first, 'Details');
    await expect
      .poll(() => shownText(noor.view()?.blocks), WAIT)
      .toContain('Guests can look up only what they sent themselves.');

    await sendsThere();
    expect(cardText(there)).toContain('The text is not shown here: this channel is shared with another organisation.');
    expect(cardText(there)).not.toMatch(/Hello Asha|[0-9a-f]{8}-[0-9a-f]{4}/);
    await follow(RULES);
  }, 60_000);
});
