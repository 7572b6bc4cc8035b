import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 15_000 };
const HEADER = "phone\tCustomer's first name\tBooking number\tView booking\tSee a sample";

let sandbox: Sandbox;
let asha: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
}, 30_000);
afterAll(() => sandbox.stop());

/** A row of the sandbox's booking template. */
function row(at: number, name = `Guest ${at}`): string {
  return `+91 98450 ${String(10_000 + at * 7)}\t${name}\tBK-${at}\tlink-${at}\troom-${at}`;
}

async function opensList(): Promise<void> {
  const before = asha.view()?.id;
  await asha.types('/whatsapp-send list booking_confirm');
  await expect.poll(() => asha.view()?.id, WAIT).not.toBe(before);
}

function viewText(): string {
  return shownText(asha.view()?.blocks ?? []);
}

/** The newest card of a list. */
function card() {
  const found = asha.cards().findLast((one) => one.text.includes(' left'));
  if (found === undefined) throw new Error('no card of a list');
  return found;
}

function cardText(): string {
  return shownText(card().blocks);
}

describe('a list that is pasted', () => {
  it('gives each person their own words, and one card', async () => {
    await opensList();
    expect(asha.view()?.callbackId).toBe('whatsapp_send_list');
    const before = sandbox.state().exchanges.length;
    asha.fills({ 'Or paste rows': [HEADER, ...[1, 2, 3, 4, 5].map((at) => row(at))].join('\n') });

    expect(await asha.submits()).toEqual({});
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list_review');
    expect(asha.view()?.submit).toBe('Send 5 messages');
    expect(viewText()).toContain('5 rows → 5 messages');
    expect(viewText()).toContain('Hello Guest 1, your booking BK-1 is confirmed.');
    expect(await asha.submits()).toEqual({});

    expect(asha.view()).toBeUndefined();
    await expect.poll(() => card().text, WAIT).toContain('5 of 5 left · 5 delivered');
    const sent = sandbox.state().exchanges.slice(before);
    const params = sent.map(({ fields }) => fields.find(({ name }) => name === 'params')?.value);
    expect(params.toSorted()).toEqual([1, 2, 3, 4, 5].map((at) => `"Guest ${at}","BK-${at}"`));
    expect(cardText()).not.toContain('Guest 1');
  }, 40_000);

  it('says that the same list was sent before, and asks for a tick', async () => {
    await opensList();
    asha.fills({ 'Or paste rows': [HEADER, ...[5, 4, 3, 2, 1].map((at) => row(at))].join('\n') });

    expect(await asha.submits()).toEqual({});

    expect(viewText()).toContain('sent this list');
    expect(await asha.submits()).toHaveProperty('This list was sent before');
  }, 20_000);
});
