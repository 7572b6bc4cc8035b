import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { createPerson, type Person, takesPhone } from '../support/person.ts';

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

/** A CSV file of rows, from the first number to the last. */
function csv(from: number, to: number): string {
  const rows = Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
  return [HEADER, ...rows].join('\n').replaceAll('\t', ';');
}

async function reviewed(): Promise<void> {
  await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list_review');
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

  it('offers the column whose name is nearly right, and takes one column or one value', async () => {
    await opensList();
    asha.fills({ 'Or paste rows': [HEADER.replace('Booking number', 'Bokking no'), row(6), row(7)].join('\n') });

    expect(await asha.submits()).toEqual({});
    await expect.poll(viewText, WAIT).toContain('Did you mean column C (Bokking no)?');
    asha.fills({ 'Booking number, the same for everybody': 'BK-0' });
    expect(await asha.submits()).toEqual({
      'Which column is “Booking number”?':
        'You chose a column and filled in a value for everybody. Choose “None”, or empty the value.',
    });
    asha.fills({ 'Booking number, the same for everybody': '' });
    expect(await asha.submits()).toEqual({});

    await reviewed();
    expect(viewText()).toContain('Hello Guest 6, your booking BK-6 is confirmed.');
    await asha.closes();
    await expect.poll(() => asha.view(), WAIT).toBeUndefined();
  }, 40_000);

  it('says that the same list was sent before, and asks for a tick', async () => {
    await opensList();
    asha.fills({ 'Or paste rows': [HEADER, ...[5, 4, 3, 2, 1].map((at) => row(at))].join('\n') });

    expect(await asha.submits()).toEqual({});

    expect(viewText()).toContain('sent this list');
    expect(await asha.submits()).toHaveProperty('This list was sent before');
  }, 20_000);
});

describe('a list in a file', () => {
  it('says which rows are damaged, and leaves them out only when a person says so', async () => {
    const damaged = csv(21, 60).replace('+91 98450 10147', '9.19845E+11').replace('Guest 22', '#N/A');
    await opensList();
    await asha.attaches('A file', 'guests.csv', damaged);

    expect(await asha.submits()).toEqual({});
    await reviewed();

    expect(viewText()).toContain('guests.csv: 40 rows → 38 messages');
    expect(viewText()).toMatch(/Row 2, column A \(phone\): .*9\.19845E\+11/);
    expect(viewText()).toMatch(/Row 3, column B .*#N\/A/);
    expect(await asha.submits()).toHaveProperty('What about these rows?');

    await asha.pressesInView('send_problems');
    await expect.poll(viewText, WAIT).toContain('a file that I sent you');

    asha.selects('What about these rows?', 'Leave out 2 rows and send 38');
    expect(await asha.submits()).toEqual({});
    await expect.poll(() => card().text, WAIT).toContain('38 of 38 left · 38 delivered');
    expect(cardText()).toContain('2 rows were left out by');
  }, 40_000);

  it('gives back what was filled in when the rows are to be changed', async () => {
    await opensList();
    const rows = [HEADER, row(90), row(91).replace('+91 98450', '98')].join('\n');
    asha.fills({ 'Or paste rows': rows });
    expect(await asha.submits()).toEqual({});
    await reviewed();

    asha.selects('What about these rows?', 'Change the rows');
    expect(await asha.submits()).toEqual({});

    expect(asha.view()?.callbackId).toBe('whatsapp_send_list');
    const form = JSON.stringify(asha.view()?.blocks);
    expect(form).toContain(JSON.stringify(rows).slice(1, -1));
    expect(form).toContain('booking_confirm:en');
  }, 30_000);

  it('asks which column has the numbers, and for a value that no column has', async () => {
    await opensList();
    asha.fills({
      'Or paste rows':
        "Contact A\tContact B\tCustomer's first name\tBooking number\tView booking\n+91 98450 12399\t+91 98450 12398\tAsha\tBK-1\tx",
    });
    expect(await asha.submits()).toEqual({});
    expect(viewText()).toContain('Pasted rows: 1 row');

    asha.selects('No column is called', 'Column B');
    asha.fills({ 'Ending of the “See': 'suite' });
    expect(await asha.submits()).toEqual({});

    await reviewed();
    expect(viewText()).toContain('+91 98450 12398');
    expect(viewText()).toContain('suite');
  }, 30_000);
});

describe('a form that is closed while its file is read', () => {
  it('is answered by a direct message, and nothing is sent', async () => {
    const before = sandbox.state().exchanges.length;
    await opensList();
    await asha.attaches('A file', 'guests.csv', csv(501, 900));
    expect(await asha.submits()).toEqual({});
    await asha.closes();

    await expect.poll(() => asha.directMessages().at(-1)?.text, WAIT).toContain('its form was closed');
    expect(sandbox.state().exchanges.length).toBe(before);
  }, 30_000);
});

describe('a long list', () => {
  it('sends three rows first, stops when told, and sends exactly the rest later', async () => {
    await opensList();
    await asha.attaches('A file', 'guests.csv', csv(101, 220));
    expect(await asha.submits()).toEqual({});
    await reviewed();
    const before = sandbox.state().exchanges.length;
    expect(await asha.submits()).toEqual({});

    await expect.poll(cardText, WAIT).toContain('The first 3 rows are delivered.');
    expect(card().text).toContain('3 of 120 left');
    await asha.presses(card(), 'Stop…');
    await expect.poll(cardText, WAIT).toContain('3 had left, 117 did not.');
    const stopped = card();
    expect(stopped.text).toContain('was sending');

    await asha.presses(stopped, 'Details');
    await expect.poll(viewText, WAIT).toContain('3 had left, 117 did not.');
    await asha.closes();
    await expect.poll(() => asha.view(), WAIT).toBeUndefined();

    const view = asha.view()?.id;
    await asha.presses(stopped, 'Send the rest…');
    await expect.poll(() => asha.view()?.id, WAIT).not.toBe(view);
    await reviewed();
    expect(asha.view()?.submit).toBe('Send 117 messages');
    expect(await asha.submits()).toEqual({});
    await expect.poll(cardText, WAIT).toContain('Send the other 114');
    await asha.presses(card(), 'Send the other 114');
    await expect.poll(() => card().text, { timeout: 40_000 }).toContain('117 of 117 left · 117 delivered');

    const numbers = sandbox
      .state()
      .exchanges.slice(before)
      .flatMap(({ fields }) => fields.find(({ name }) => name === 'to')?.value.split(',') ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBe(120);

    await asha.presses(card(), 'Details');
    await expect.poll(viewText, WAIT).toContain('delivered');
    await asha.presses(card(), 'Results');
    await expect.poll(() => asha.cards().at(-1)?.text, WAIT).toContain('results are in a file');
  }, 90_000);
});

describe('what people of a list answer', () => {
  it('lands in the thread of the list’s card alone, and the tally adds up with the card', async () => {
    const rows = [1, 2, 3, 4].map((at) => `+91 98450 ${20_000 + at * 7}\tGuest ${at}\tDr Iyer\tMonday\t10:3${at}`);
    await asha.types('/whatsapp-send list appointment_reminder');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list');
    asha.fills({ 'Or paste rows': ['phone\tpatient\tdoctor\tdate\ttime', ...rows].join('\n') });
    expect(await asha.submits()).toEqual({});
    await reviewed();
    expect(await asha.submits()).toEqual({});
    await expect.poll(() => card().text, WAIT).toContain('4 of 4 left · 4 delivered');
    const { ts } = card();
    const known = sandbox.state().messages.length;

    await takesPhone(sandbox, '919845020007', 'tap');
    await takesPhone(sandbox, '919845020014', 'tap');
    await takesPhone(sandbox, '919845020021', 'write', 'Can I come at ten?');

    await expect.poll(cardText, WAIT).toMatch(/3 replies · \S.* 2 · 1 has not answered/);
    expect(card().text).toContain('4 of 4 left');
    const posts = sandbox.state().messages.slice(known);
    await expect.poll(() => sandbox.state().messages.slice(known).length, WAIT).toBe(3);
    expect(new Set(posts.map(({ threadTs }) => threadTs))).toEqual(new Set([ts]));
    expect(posts.filter(({ blocks }) => shownText(blocks).includes('Can I come at ten?'))).toHaveLength(1);
  }, 60_000);
});

describe('a list that is paused', () => {
  it('after its first rows, goes on where it was, and sends every row once', async () => {
    await opensList();
    await asha.attaches('A file', 'guests.csv', csv(1_001, 1_300));
    expect(await asha.submits()).toEqual({});
    await reviewed();
    const before = sandbox.state().exchanges.length;
    expect(await asha.submits()).toEqual({});
    await expect.poll(cardText, WAIT).toContain('Send the other 297');
    await asha.presses(card(), 'Send the other 297');
    await expect.poll(() => sandbox.state().exchanges.length, WAIT).toBeGreaterThan(before + 20);

    await expect.poll(cardText, WAIT).toContain('Pause');
    await asha.presses(card(), 'Pause');
    await expect.poll(cardText, WAIT).toContain('Paused by');
    expect(sandbox.state().exchanges.length - before).toBeLessThan(300);
    expect(card().text).toContain('is sending');
    await asha.presses(card(), 'Resume');
    await expect.poll(() => card().text, { timeout: 40_000 }).toContain('300 of 300 left · 300 delivered');
    const numbers = sandbox
      .state()
      .exchanges.slice(before)
      .flatMap(({ fields }) => fields.find(({ name }) => name === 'to')?.value.split(',') ?? []);
    expect(new Set(numbers).size).toBe(300);
    expect(numbers.length).toBe(300);
  }, 90_000);
});

describe('a list for later', () => {
  it('waits for its time in the zone of the reader and UTC, and is cancelled before', async () => {
    await opensList();
    asha.fills({ 'Or paste rows': [HEADER, row(301)].join('\n') });
    expect(await asha.submits()).toEqual({});
    await reviewed();
    asha.picksTime('When', Math.floor(Date.now() / 1_000) + 60);
    expect(await asha.submits()).toHaveProperty('When');
    asha.picksTime('When', Math.floor(Date.now() / 1_000) + 3_600);
    expect(await asha.submits()).toEqual({});

    await expect.poll(cardText, WAIT).toContain('Leaves on ');
    expect(cardText()).toContain('UTC');
    expect(card().text).toContain('is going to send');
    await asha.presses(card(), 'Cancel…');
    await expect.poll(cardText, WAIT).toContain('Nothing of it has left.');
  }, 40_000);
});

describe('a group', () => {
  it('is saved after a review, found again, and sent to', async () => {
    await opensList();
    asha.fills({ 'Or paste rows': [HEADER, row(401), row(402)].join('\n') });
    expect(await asha.submits()).toEqual({});
    await reviewed();
    asha.fills({ 'Save these people': 'May guests' });
    expect(await asha.submits()).toEqual({});
    await expect.poll(() => card().text, WAIT).toContain('2 of 2 left · 2 delivered');

    await asha.types('/whatsapp-send groups');
    await expect.poll(() => shownText(asha.cards().at(-1)?.blocks), WAIT).toContain('May guests');
    const list = asha.cards().at(-1);
    if (list === undefined) throw new Error('no list of groups');
    await asha.presses(list, 'Send to it…');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list');
    await asha.selectsTemplate('booking_confirm:en');
    expect(await asha.submits()).toEqual({});
    await reviewed();
    expect(viewText()).toContain('May guests: 2 rows → 2 messages');
    expect(viewText()).toContain('sent this list');

    await asha.presses(list, 'Delete…');
    await expect.poll(() => asha.cards().at(-1)?.text, WAIT).toContain('The group is deleted');
  }, 40_000);
});

describe('the form', () => {
  it('leads to a list without losing what was typed, and shows an example sheet', async () => {
    await asha.types('/whatsapp-send order_update +91 98765 43210');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');

    await asha.pressesInView('open_list');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list');
    expect(JSON.stringify(asha.view()?.blocks)).toContain('order_update');
    await asha.pressesInView('example_sheet');

    await expect.poll(viewText, WAIT).toContain('phone,');
    expect(viewText()).toContain('+91 98765 43210');
    const stack = sandbox.state().stacks.find(({ memberId }) => memberId === 'U0ASHA0001');
    expect(stack?.views.map(({ callbackId }) => callbackId).slice(0, 2)).toEqual([
      'whatsapp_send',
      'whatsapp_send_list',
    ]);
  }, 30_000);

  it('carries numbers and values over to the list', async () => {
    await asha.types('/whatsapp-send booking_confirm +91 98450 77001');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
    asha.fills({ "Customer's first name": 'Meera', 'Booking number': 'BK-770' });

    await asha.pressesInView('open_list');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_list');
    expect(JSON.stringify(asha.view()?.blocks)).toContain('phone\\n+91 98450 77001');
    expect(await asha.submits()).toEqual({});

    await expect.poll(viewText, WAIT).toContain('Pasted rows: 1 row');
    const asked = JSON.stringify(asha.view()?.blocks);
    expect(asked).toContain('Meera');
    expect(asked).toContain('BK-770');
  }, 30_000);
});
