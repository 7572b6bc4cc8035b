import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { BOOKING_VALUES, createPerson } from '../support/person.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ mode: 'socket', reportDelayMs: () => 20 });
}, 30_000);
afterAll(() => sandbox.stop());

describe('/whatsapp-send over Socket Mode', () => {
  it('goes from the command to the phone, and the card follows', async () => {
    const asha = createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS');

    await asha.types('/whatsapp-send booking_confirm +91 98765 43210');
    await expect.poll(() => asha.view()?.submit).toBe('Review');
    asha.fills(BOOKING_VALUES);
    await asha.submits();
    expect(await asha.submits()).toEqual({});

    await expect.poll(() => asha.cards().at(-1)?.text, { timeout: 10_000 }).toMatch(/1 of 1 delivered/);
    expect(sandbox.state().phones.flatMap((phone) => phone.messages).length).toBe(1);
  }, 20_000);

  it('shows in the metrics how many connections there are', async () => {
    const metrics = async () => (await fetch(`${sandbox.botUrl()}/metrics`)).text();

    for (const by of ['bot', 'slack'])
      await expect.poll(metrics).toContain(`whatsapp_send_slack_connections{counted_by="${by}"} 2`);
  });

  it('serves people while Slack renews one connection, and while it renews both', async () => {
    const asha = createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS');
    const answers = () => sandbox.state().messages.filter(({ text }) => text.includes('opens the form')).length;
    const { socketMode } = sandbox;

    for (const renewed of [1, 2]) {
      await expect.poll(socketMode.connections).toBe(2);
      const before = answers();
      socketMode.refresh(renewed);
      for (let typed = 0; typed < 10; typed++) await asha.types('/whatsapp-send help');

      expect(answers() - before).toBe(10);
    }
    await expect.poll(socketMode.connections).toBe(2);
  }, 30_000);
});
