import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 10_000 };
const BOOKING = {
  "Customer's first name": 'Asha',
  'Booking number': 'BK-77',
  'Ending of the “View': 'abc',
  'Ending of the “See': 'x/y',
};

let sandbox: Sandbox;
let asha: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings');
  asha = createPerson(sandbox, 'U0ASHA0001', bookings?.id ?? '');
}, 30_000);
afterAll(() => sandbox.stop());

let sent = 0;

/** Each one says something else: the same to the same person would take a second yes. */
async function sends(): Promise<void> {
  sent += 1;
  const before = asha.view()?.id;
  await asha.types('/whatsapp-send booking_confirm +91 98765 43210');
  await expect.poll(() => asha.view()?.id, WAIT).not.toBe(before);
  await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
  asha.fills({ ...BOOKING, 'Ending of the “See': `x/${sent}` });
  await asha.submits();
  await asha.submits();
}

async function setFault(id: string, once = true): Promise<void> {
  await fetch(`${sandbox.url}/sandbox/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify({ id, isOn: true, once }),
  });
}

/** The bot's messages that can be pressed like a card. */
function cards(): readonly ChatMessage[] {
  return asha.cards().filter((message) => shownIn(message).includes('send_details'));
}

/** What the bot told the team in the channel. */
function notices(): readonly ChatMessage[] {
  return asha.cards().filter((message) => !shownIn(message).includes('send_details'));
}

function shownIn(message: ChatMessage | undefined): string {
  return JSON.stringify(message?.blocks ?? []);
}

describe('an account that Kaleyra refuses', () => {
  it('pauses later sends, tells the channel once, and goes on when somebody presses Resume', async () => {
    await setFault('refuse_rbc001');
    await sends();
    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/not sent/);
    await expect.poll(() => notices().length, WAIT).toBe(1);
    const notice = () => notices().at(-1);
    expect(notice()?.text).toMatch(/^Sending is paused: .*RBC001.*admin has to check/);
    const leftSoFar = sandbox.state().exchanges.length;

    await sends();

    await expect
      .poll(() => shownIn(cards().at(-1)), WAIT)
      .toMatch(/Waiting: .*RBC001.*paused until.*Resume.*is in the notice in .*channel_id/);
    expect(sandbox.state().exchanges.length).toBe(leftSoFar);

    const pressed = notice();
    if (pressed === undefined) throw new Error('no notice');
    await asha.presses(pressed, 'Resume');

    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/1 of 1 delivered/);
    await expect.poll(() => shownIn(notice()), WAIT).toMatch(/Resumed.*U0ASHA0001/);
    expect(shownIn(notice())).not.toContain('resume_sending');
    expect(notices().length).toBe(1);
    expect(asha.directMessages()).toEqual([]);
    expect(shownIn(cards().at(-2))).toMatch(/RBC001/);
  }, 40_000);
});

describe('a message that waits', () => {
  it('can be cancelled on its card, and never leaves', async () => {
    await setFault('refuse_rbc001');
    await sends();
    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/not sent/);
    await sends();
    await expect.poll(() => shownIn(cards().at(-1)), WAIT).toMatch(/Waiting: /);
    const leftSoFar = sandbox.state().exchanges.length;
    const waiting = cards().at(-1);
    const notice = notices().at(-1);
    if (waiting === undefined || notice === undefined) throw new Error('no card');

    await asha.presses(waiting, 'Cancel');

    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/1 of 1 cancelled/);
    expect(shownIn(cards().at(-1))).toMatch(/Cancelled.*by .*U0ASHA0001.*Nothing of it has left\./);
    expect(shownIn(cards().at(-1))).not.toContain('send_cancel');
    await asha.presses(notice, 'Resume');
    await sends();
    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/1 of 1 delivered/);
    expect(sandbox.state().exchanges.length).toBe(leftSoFar + 1);
  }, 40_000);
});

describe('a send that ends badly', () => {
  it('gets one message with a mention in the thread of its card; a send that goes well gets none', async () => {
    const before = asha.replies().length;
    await setFault('refuse_e424');

    await sends();

    await expect.poll(() => asha.replies().length, WAIT).toBe(before + 1);
    const reply = asha.replies().at(-1);
    expect(reply?.threadTs).toBe(cards().at(-1)?.ts);
    expect(reply?.text).toMatch(/1 of 1 not sent.*<@U0ASHA0001>/);
    expect(shownIn(reply)).toMatch(/"type":"user","user_id":"U0ASHA0001"/);
    expect(shownIn(reply)).toContain('E424');

    await sends();

    await expect.poll(() => cards().at(-1)?.text, WAIT).toMatch(/1 of 1 delivered/);
    expect(asha.replies().length).toBe(before + 1);
  }, 40_000);
});

describe('a callback address that Kaleyra does not allow', () => {
  it('is shown to the team once, however many sends it concerns', async () => {
    const before = notices().length;
    await setFault('not_whitelisted', false);

    await sends();
    await sends();

    const latest = () => cards().slice(-2).map(shownIn);
    await expect
      .poll(latest, WAIT)
      .toEqual([expect.stringMatching(/Enable WhatsApp/), expect.stringMatching(/Enable WhatsApp/)]);
    await expect.poll(() => notices().length, WAIT).toBe(before + 1);
    expect(shownIn(notices().at(-1))).toContain('Enable WhatsApp Callback URLs');
  }, 40_000);
});
