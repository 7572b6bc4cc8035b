import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 10_000 };
const SHARED = 'C0LAKESIDE';
const SENTENCE = 'Only people of the workspace where this app is installed can use it.';

let sandbox: Sandbox;
let asha: Person;
let carla: Person;
let gita: Person;
let noor: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
  asha = createPerson(sandbox, 'U0ASHA0001', SHARED);
  carla = createPerson(sandbox, 'U0CARLA001', SHARED);
  gita = createPerson(sandbox, 'U0GITA0001', SHARED);
  noor = createPerson(sandbox, 'U0NOOR0001', SHARED);
}, 30_000);
afterAll(() => sandbox.stop());

async function sends(person: Person): Promise<void> {
  await person.types('/whatsapp-send booking_confirm +91 98765 43210');
  await expect.poll(() => person.view()?.callbackId, WAIT).toBe('whatsapp_send');
  person.fills({ ...BOOKING_VALUES, 'Booking number': crypto.randomUUID().slice(0, 8) });
  expect(await person.submits()).toEqual({});
  const before = person.cards().length;
  expect(await person.submits()).toEqual({});
  await expect.poll(() => person.cards().length, WAIT).toBe(before + 1);
  await expect.poll(() => newestCard().text, WAIT).toMatch(/1 of 1 delivered/);
}

function newestCard() {
  const card = asha.cards().findLast(({ ephemeralFor }) => ephemeralFor === undefined);
  if (card === undefined) throw new Error('no card');
  return card;
}

function whispersTo(memberId: string): string[] {
  return sandbox
    .state()
    .messages.filter(({ ephemeralFor }) => ephemeralFor === memberId)
    .map(({ text }) => text);
}

function viewText(person: Person): string {
  return shownText(person.view()?.blocks ?? []);
}

describe('in a channel shared with another company', () => {
  it('its people get one sentence that only they see, no view and no message', async () => {
    await sends(asha);
    const left = sandbox.state().exchanges.length;

    for (const label of ['Send again…', 'Details', 'Message IDs']) await noor.presses(newestCard(), label);

    await expect.poll(() => whispersTo('U0NOOR0001').length, WAIT).toBe(3);
    expect(whispersTo('U0NOOR0001').every((text) => text.startsWith(SENTENCE))).toBe(true);
    expect(noor.view()).toBeUndefined();
    expect(whispersTo('U0ASHA0001')).toEqual([]);
    expect(sandbox.state().exchanges).toHaveLength(left);
  });

  it('colleagues see the details of each other’s sends', async () => {
    await sends(asha);

    await carla.presses(newestCard(), 'Details');

    await expect.poll(() => viewText(carla), WAIT).toContain('•••• 3210');
  });

  it('a guest sees their own send, and not a colleague’s', async () => {
    await sends(asha);
    await gita.presses(newestCard(), 'Details');
    await expect.poll(() => viewText(gita), WAIT).toContain('Guests can look up only what they sent themselves.');

    await sends(gita);
    await gita.presses(newestCard(), 'Details');

    await expect.poll(() => viewText(gita), WAIT).toContain('+919876543210');
  });
});
