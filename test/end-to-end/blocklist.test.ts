import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 20_000 };
const PRIYA = '919876543210';

let sandbox: Sandbox;
let carla: Person;
beforeAll(async () => {
  sandbox = await createSandbox({
    reportDelayMs: () => 20,
    botEnv: { MIRROR_OPTOUTS: 'true', POLICY_FILE: 'sandbox/policy.yml' },
  });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  carla = createPerson(sandbox, 'U0CARLA001', bookings);
}, 30_000);
afterAll(() => sandbox.stop());

const priya = () => sandbox.state().phones.find(({ number }) => number === PRIYA);

async function reviews(booking: string): Promise<void> {
  const before = carla.view()?.id;
  await carla.types(`/whatsapp-send booking_confirm +${PRIYA}`);
  await expect.poll(() => carla.view()?.id, WAIT).not.toBe(before);
  carla.fills({ ...BOOKING_VALUES, 'Booking number': booking });
  expect(await carla.submits()).toEqual({});
}

describe('a STOP where Kaleyra’s blocklist is told', () => {
  it('puts the number on it, and Kaleyra refuses what a lead sends there all the same', async () => {
    await reviews('BK-1');
    await carla.submits();
    await expect.poll(() => carla.cards().at(-1)?.text, WAIT).toContain('1 of 1 delivered');

    await fetch(`${sandbox.url}/sandbox/phone`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify({ number: PRIYA, do: 'write', text: 'STOP' }),
    });
    await expect.poll(() => priya()?.isOnBlocklist, WAIT).toBe(true);

    await reviews('BK-2');
    expect(shownText(carla.view()?.blocks ?? [])).toContain('1 of them said no and gets nothing: •••• 3210.');
    carla.fills({ 'Why this person gets it all the same': 'called and asked for it' });
    expect(await carla.submits()).toEqual({});
    await expect.poll(() => carla.cards().at(-1)?.text, WAIT).toContain('not delivered');
    expect(shownText(carla.cards().at(-1)?.blocks ?? [])).toContain('Number Opted Out');
    expect(priya()?.messages).toHaveLength(1);
  }, 60_000);
});
