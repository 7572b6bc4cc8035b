import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 10_000 };
const AN_HOUR_MS = 3_600_000;

let folder: string;
let sandbox: Sandbox;
let asha: Person;
/** The bot's file has another text for booking_confirm than the account. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promises-'));
  const approved = await readFile('sandbox/templates.yml', 'utf8');
  const file = join(folder, 'templates.yml');
  await writeFile(file, approved.replace('*{{2}}* is confirmed.', '*{{2}}* is CANCELLED.'));
  const botEnv = { TEMPLATES_FILE: file, DATABASE_URL: `file:${folder}/ledger.db` };
  sandbox = await createSandbox({ reportDelayMs: () => 20, botEnv });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
}, 30_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

async function turnsOn(id: string, once: boolean): Promise<void> {
  await fetch(`${sandbox.url}/sandbox/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify({ id, isOn: true, once }),
  });
}

async function opens(numbers: string): Promise<void> {
  const before = asha.view()?.id;
  await asha.types(`/whatsapp-send booking_confirm:en ${numbers}`);
  await expect.poll(() => asha.view()?.id, WAIT).not.toBe(before);
  await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
}

async function reviews(numbers: string, booking: string): Promise<void> {
  await opens(numbers);
  asha.fills({ ...BOOKING_VALUES, 'Booking number': booking });
  expect(await asha.submits()).toEqual({});
}

function shown(): string {
  return shownText(asha.view()?.blocks ?? []);
}

function phoneOf(number: string): string {
  const phone = sandbox.state().phones.find((one) => one.number === number);
  return (phone?.messages ?? []).map(({ body }) => body).join('\n');
}

describe('what the review promises', () => {
  it('is the approved text, with a warning in form and review where the file has another', async () => {
    await opens('+91 98765 43210');
    await asha.pressesInView('refresh_templates');
    await expect
      .poll(shown, WAIT)
      .toContain('The templates file has another text for booking_confirm than Kaleyra’s list (body).');

    await reviews('+91 98765 43210', 'BK-1');
    const review = shown();
    await asha.submits();

    expect(review).toMatch(/^⚠ The templates file has another text/);
    expect(review).toContain('is confirmed');
    expect(review).not.toContain('CANCELLED');
    await expect.poll(() => phoneOf('919876543210'), WAIT).toContain('is confirmed');
    await expect.poll(() => shownText(asha.cards().at(-1)?.blocks), WAIT).toContain('is confirmed');
  }, 60_000);

  it('says that two guests get one name, and to one guest nothing of it', async () => {
    await reviews('+91 98765 43210, +91 98450 12345', 'BK-2');
    const two = shown();
    await reviews('+91 98765 43210', 'BK-2');

    expect(two).toMatch(
      /⚠ All 2 people get the same words: Customer's first name = Asha, Booking number = BK-2.*To 2 people/s,
    );
    expect(shown()).not.toContain('the same words');
  }, 30_000);

  it('holds for what is unknown since an hour: nobody gets it twice without a tick', async () => {
    await turnsOn('reports_never', false);
    await turnsOn('error_500_after_sending', true);
    await reviews('+91 98450 12345', 'BK-3');
    await asha.submits();
    await expect.poll(() => asha.cards().at(-1)?.text, WAIT).toMatch(/1 of 1 unknown/);
    const ledger = new DatabaseSync(join(folder, 'ledger.db'), { timeout: 5_000 });
    ledger.exec(`update sends set created_at = created_at - ${AN_HOUR_MS}`);
    ledger.close();
    const exchanges = sandbox.state().exchanges.length;

    const card = asha.cards().at(-1);
    if (card === undefined) throw new Error('no card');
    await asha.presses(card, 'Send again…');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send');
    await expect.poll(shown, WAIT).toContain('Who gets it again?');
    const untouched = await asha.submits();
    await asha.picks('Who gets it again?', 'Those who may not have got it (1)');
    await expect.poll(() => asha.submits(), WAIT).toEqual({});
    const first = shown();
    const unticked = await asha.submits();

    expect(Object.keys(untouched)).toContain('Who gets it again?');
    expect(first).toMatch(/sent this to •••• 2345 at .*nobody knows whether it arrived.*is confirmed/s);
    expect(Object.keys(unticked)).toEqual(['This message was already sent to 1 person']);
    expect(sandbox.state().exchanges.length).toBe(exchanges);

    asha.ticks('This message was already sent to 1 person');
    expect(await asha.submits()).toEqual({});
    await expect.poll(() => sandbox.state().exchanges.length, WAIT).toBe(exchanges + 1);
  }, 60_000);
});
