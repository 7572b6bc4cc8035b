import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { createPerson, type Person, takesPhone } from '../support/person.ts';

const PRIYA = '919876543210';
const RAHUL = '919845012345';
const lines: string[] = [];
let sandbox: Sandbox;
let asha: Person;
let ben: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ onBotLine: (line) => lines.push(line), reportDelayMs: () => 20 });
  const bookings = sandbox.state().channels.find(({ name }) => name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  ben = createPerson(sandbox, 'U0BEN00001', bookings);
}, 120_000);
afterAll(() => sandbox.stop());

async function send(): Promise<void> {
  await asha.types(`/whatsapp-send booking_confirm +${PRIYA}, +${RAHUL}`);
  await expect.poll(() => asha.view()?.callbackId, { timeout: 25_000 }).toBe('whatsapp_send');
  asha.fills({
    "Customer's first name": 'Asha',
    'Booking number': 'BK-77',
    'Ending of the “View': 'abc',
    'Ending of the “See': 'x/y',
  });
  await asha.submits();
  await asha.submits();
  await expect.poll(cardText, { timeout: 25_000 }).toMatch(/2 of 2 delivered/);
}

const cardText = () => shownText(asha.cards().at(-1)?.blocks ?? []);
const shownToAll = () => asha.replies().filter(({ ephemeralFor }) => ephemeralFor === undefined);
const inThread = (words: RegExp) => asha.replies().filter(({ blocks }) => words.test(shownText(blocks)));

async function reply(words: RegExp): Promise<ChatMessage> {
  await expect.poll(() => inThread(words).length, { timeout: 25_000 }).toBe(1);
  const [found] = inThread(words);
  if (found === undefined) throw new Error(`nothing in the thread says ${words}`);
  return found;
}

describe('what people answer', () => {
  it('lands in the thread of the very send, and the card counts it', async () => {
    await send();
    await takesPhone(sandbox, PRIYA, 'write', 'Can I come an hour later?');

    const posted = await reply(/hour later/);

    expect(shownText(posted.blocks)).toMatch(/•••• 3210 \(Priya.*\): Can I come an hour later\?/);
    await expect.poll(cardText, { timeout: 25_000 }).toMatch(/1 reply · 1 has not answered/);
    expect(JSON.stringify(asha.replies())).not.toContain(PRIYA);
  }, 90_000);

  it('is answered once, as a text, by a colleague who knows no number', async () => {
    const posted = await reply(/hour later/);
    await ben.presses(posted, 'Answer on WhatsApp');
    await expect.poll(() => ben.view()?.callbackId, { timeout: 25_000 }).toBe('whatsapp_send_answer');
    ben.fills({ 'Your answer': 'Yes, at ten.\nSee you!' });

    await Promise.allSettled([ben.submits(), ben.submits()]);

    const answer = await reply(/answered •••• 3210: Yes, at ten\.\s+See you!/);
    await expect
      .poll(() => shownText(inThread(/Yes, at ten/)[0]?.blocks ?? []), { timeout: 25_000 })
      .toMatch(/delivered/);
    expect(answer.threadTs ?? '').toBe(asha.cards().at(-1)?.ts);
    const texts = sandbox.state().exchanges.filter(({ fields }) => fields.some(({ value }) => value === 'text'));
    expect(texts.length).toBe(1);
    const fields = Object.fromEntries((texts[0]?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(fields).toMatchObject({ to: PRIYA, type: 'text', channel: 'whatsapp', from: '919800000000' });
    const onPhone = sandbox
      .state()
      .phones.find(({ number }) => number === PRIYA)
      ?.messages.at(-1);
    expect(onPhone?.body).toMatch(/^Yes, at ten\.\r?\nSee you!$/);
  }, 90_000);

  it('names a colleague who has just answered, and asks for a second yes', async () => {
    await asha.presses(await reply(/: Can I come an hour later/), 'Answer on WhatsApp');

    await expect
      .poll(() => shownText(asha.view()?.blocks ?? []), { timeout: 25_000 })
      .toMatch(/answered \d+ s ago: Yes, at ten/);
    await asha.closes();
  }, 90_000);

  it('leaves no word and no number in any log line', () => {
    expect(lines.join('\n')).not.toMatch(/hour later|at ten|9876543210/);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('has a photo go to the person who asks, and to nobody else', async () => {
    await takesPhone(sandbox, RAHUL, 'photo', 'My passport');
    const posted = await reply(/sent a photo: My passport/);
    const before = shownToAll().length;

    await asha.presses(posted, 'Open photo');

    await expect.poll(() => JSON.stringify(asha.directMessages()), { timeout: 25_000 }).toContain('photo.png');
    expect(shownToAll().length).toBe(before);
    expect(JSON.stringify(asha.replies())).not.toContain('/media/');
  }, 90_000);

  it('that says STOP is handled before it is shown, and cannot be answered', async () => {
    await takesPhone(sandbox, RAHUL, 'write', 'STOP');

    const posted = await reply(/: STOP/);

    expect(shownText(posted.blocks)).toContain('gets no more of these messages');
    expect(shownText(posted.blocks)).not.toContain('Answer on WhatsApp');
    await asha.presses(await reply(/My passport/), 'Answer on WhatsApp');
    await expect
      .poll(() => shownText(asha.view()?.blocks ?? []), { timeout: 25_000 })
      .toContain('asked for no more messages');
    await asha.closes();
  }, 90_000);
});
