import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 10_000 };
const WARNING = 'This message was already sent to 1 person';

let sandbox: Sandbox;
let asha: Person;
let ben: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  ben = createPerson(sandbox, 'U0BEN00001', bookings);
}, 30_000);
afterAll(() => sandbox.stop());

/** As far as the review of this booking. */
async function reviews(person: Person, booking: string): Promise<void> {
  const before = person.view()?.id;
  await person.types('/whatsapp-send booking_confirm +91 98765 43210');
  await expect.poll(() => person.view()?.id, WAIT).not.toBe(before);
  await expect.poll(() => person.view()?.callbackId, WAIT).toBe('whatsapp_send');
  person.fills({
    "Customer's first name": 'Asha',
    'Booking number': booking,
    'Ending of the “View': 'abc',
    'Ending of the “See': 'x/y',
  });
  await person.submits();
  expect(person.view()?.callbackId).toBe('whatsapp_send_review');
}

function shownTo(person: Person): string {
  return JSON.stringify(person.view()?.blocks ?? []);
}

function sentSoFar(): number {
  return sandbox.state().exchanges.length;
}

describe('the same message to the same number, a second time within ten minutes', () => {
  it('names who sent it, and needs a tick before it goes out again', async () => {
    await reviews(asha, 'BK-1');
    await asha.submits();
    await expect.poll(sentSoFar, WAIT).toBe(1);

    await reviews(ben, 'BK-1');

    expect(shownTo(ben)).toMatch(/U0ASHA0001.* sent this to •••• 3210 at /);
    expect(shownTo(ben)).toContain('Tick to send it again: this recipient gets the same message twice.');
    expect(Object.keys(await ben.submits())).toEqual([WARNING]);
    expect(sentSoFar()).toBe(1);

    ben.ticks(WARNING);

    expect(await ben.submits()).toEqual({});
    await expect.poll(sentSoFar, WAIT).toBe(2);
  }, 30_000);

  it('warns the slower of two who have the same review open, and each view still sends once', async () => {
    const before = sentSoFar();
    await reviews(asha, 'BK-2');
    await reviews(ben, 'BK-2');
    expect(shownTo(ben)).not.toContain(WARNING);
    const answers = await Promise.all([asha.submits(), ben.submits()]);
    await expect.poll(sentSoFar, WAIT).toBe(before + 1);
    const slower = asha.view()?.callbackId === 'whatsapp_send_review' ? asha : ben;

    expect(answers).toEqual([{}, {}]);
    expect(shownTo(slower)).toContain(WARNING);
    expect(shownTo(slower)).toContain('Nothing was sent yet');
    slower.ticks(WARNING);
    await Promise.allSettled([slower.submits(), slower.submits()]);

    await expect.poll(sentSoFar, WAIT).toBe(before + 2);
    await expect.poll(() => asha.cards().at(-1)?.text, WAIT).toMatch(/1 of 1 delivered/);
    expect(sentSoFar()).toBe(before + 2);
  }, 30_000);

  it('says nothing when the first one was refused, or says something else', async () => {
    await fetch(`${sandbox.url}/sandbox/fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify({ id: 'refuse_e424', isOn: true, once: true }),
    });
    await reviews(asha, 'BK-3');
    await asha.submits();
    await expect.poll(() => asha.cards().at(-1)?.text, WAIT).toMatch(/not sent/);

    await reviews(ben, 'BK-3');
    const afterRefusal = shownTo(ben);
    await reviews(ben, 'BK-4');

    expect(afterRefusal).not.toContain(WARNING);
    expect(shownTo(ben)).not.toContain(WARNING);
  }, 30_000);
});
