import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 10_000 };
const DAN = '+1 415 555 2671';

let sandbox: Sandbox;
let asha: Person;
let carla: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ reportDelayMs: () => 20 });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  carla = createPerson(sandbox, 'U0CARLA001', bookings);
}, 30_000);
afterAll(() => sandbox.stop());

async function askSandbox(path: string, body: object): Promise<void> {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function sends(numbers: string, booking: string): Promise<void> {
  const before = asha.view()?.id;
  await asha.types(`/whatsapp-send booking_confirm ${numbers}`);
  await expect.poll(() => asha.view()?.id, WAIT).not.toBe(before);
  await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
  asha.fills({
    "Customer's first name": 'Asha',
    'Booking number': booking,
    'Ending of the “View': 'abc',
    'Ending of the “See': 'x/y',
  });
  expect(await asha.submits()).toEqual({});
  expect(await asha.submits()).toEqual({});
}

/** The message on the card of this booking's newest send. */
function cardOf(booking: string) {
  const card = asha.cards().findLast((one) => shownText(one.blocks).includes(booking));
  if (card === undefined) throw new Error(`no card of ${booking}`);
  return card;
}

function sendIdOn(booking: string): string {
  return /`([0-9A-Z]{26})`/.exec(shownText(cardOf(booking).blocks))?.[1] ?? '';
}

function viewText(): string {
  return shownText(asha.view()?.blocks ?? []);
}

describe('after a send', () => {
  it('goes again to the one person who did not get it, and the two cards name each other', async () => {
    await sends(`+91 98765 43210, ${DAN}`, 'BK-1');
    await expect.poll(() => cardOf('BK-1').text, WAIT).toMatch(/1 of 2 not delivered/);
    await expect.poll(() => shownText(cardOf('BK-1').blocks), WAIT).toMatch(/3210.*delivered/s);
    const first = sendIdOn('BK-1');

    await asha.presses(cardOf('BK-1'), 'Details');
    await expect.poll(viewText, WAIT).toContain('not delivered ✕ (131026), by a delivery report');
    expect(viewText()).not.toMatch(/4155552671|9876543210/);

    await askSandbox('phone', { number: '14155552671', do: 'join_whatsapp' });
    await asha.presses(cardOf('BK-1'), 'Send again…');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
    await asha.picks('Who gets it again?', 'Those who did not get it, though it will not help (1)');
    await expect.poll(() => JSON.stringify(asha.view()?.blocks), WAIT).toContain('+14155552671');
    expect(viewText()).toContain('For 1 recipient sending again will not help');
    expect(await asha.submits()).toEqual({});
    expect(asha.view()?.submit).toBe('Send to 1 person');
    expect(await asha.submits()).toEqual({});

    await expect.poll(() => sendIdOn('BK-1'), WAIT).not.toBe(first);
    await expect.poll(() => cardOf('BK-1').text, WAIT).toMatch(/1 of 1 delivered/);
    expect(shownText(cardOf('BK-1').blocks)).toContain(`sent again after \`${first}\``);
    const again = sendIdOn('BK-1');
    await expect
      .poll(() => asha.cards().map(({ blocks }) => shownText(blocks)), WAIT)
      .toContainEqual(expect.stringContaining(`sent again as \`${again}\``));
    expect(
      sandbox
        .state()
        .exchanges.at(-1)
        ?.fields.find(({ name }) => name === 'to')?.value,
    ).toBe('14155552671');
  }, 40_000);

  it('goes again from a colleague, who reads no whole number on the way or afterwards', async () => {
    await sends('+91 99860 12344', 'BK-3');
    await expect.poll(() => cardOf('BK-3').text, WAIT).toMatch(/1 of 1 delivered/);
    const seen = () => JSON.stringify(carla.view()?.blocks ?? []);

    for (const round of [1, 2]) {
      await carla.presses(cardOf('BK-3'), 'Send again…');
      await expect.poll(seen, WAIT).toContain('nobody yet');
      await carla.picks('Who gets it again?', 'Everybody (1)');
      await expect.poll(seen, WAIT).toContain('Recipients: •••• 2344.');
      expect(await carla.submits()).toEqual({});
      expect(seen()).toContain('•••• 2344');
      expect(seen()).not.toMatch(/99860|12344/);
      await carla.pressesInView('show_request');
      await expect.poll(seen, WAIT).toContain('to = •••• 2344');
      expect(seen()).not.toMatch(/99860|12344/);
      await carla.closes();
      if (seen().includes('repeat_tick')) carla.ticks('This message was already sent');
      expect(await carla.submits()).toEqual({});
      await expect
        .poll(
          () =>
            sandbox.state().exchanges.filter(({ fields }) => JSON.stringify(fields).includes('919986012344')).length,
          WAIT,
        )
        .toBe(round + 1);
    }
  }, 40_000);

  it('takes a manual report for an unknown delivery, and shows who made it', async () => {
    await askSandbox('fault', { id: 'reports_never', isOn: true });
    await askSandbox('fault', { id: 'break_after_sending', isOn: true, once: true });
    await sends('+91 98450 12345', 'BK-2');
    await expect.poll(() => cardOf('BK-2').text, WAIT).toMatch(/1 of 1 unknown/);
    const before = sandbox.state().exchanges.length;

    await asha.presses(cardOf('BK-2'), 'It arrived');

    await expect.poll(() => cardOf('BK-2').text, WAIT).toMatch(/1 of 1 delivered/);
    expect(JSON.stringify(cardOf('BK-2').blocks)).toMatch(/, says .*"user_id":"U0ASHA0001"/);
    expect(sandbox.state().exchanges.length).toBe(before);
    await askSandbox('fault', { id: 'reports_never', isOn: false });
  }, 30_000);

  it('is found by its ID, and shown to one person alone', async () => {
    const id = sendIdOn('BK-2');

    await asha.types(`/whatsapp-send status ${id}`);

    await expect.poll(() => asha.cards().at(-1)?.ephemeralFor, WAIT).toBe('U0ASHA0001');
    expect(shownText(asha.cards().at(-1)?.blocks)).toContain(id);
  });

  it('is found by the last digits of its number, with a link to its card', async () => {
    await asha.types('/whatsapp-send status 2345');

    await expect.poll(() => shownText(asha.cards().at(-1)?.blocks), WAIT).toContain('Latest messages to •••• 2345');
    const shown = shownText(asha.cards().at(-1)?.blocks);
    expect(shown).toContain('•••• 2345 delivered ✓✓');
    expect(shown).toMatch(/\.slack\.com\/archives\/\w+\/p\d+\|Open the card/);
    expect(asha.cards().at(-1)?.ephemeralFor).toBe('U0ASHA0001');
  });
});
