import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createPerson, type Person } from '../support/person.ts';

const lines: string[] = [];
let sandbox: Sandbox;
let asha: Person;
beforeAll(async () => {
  sandbox = await createSandbox({ onBotLine: (line) => lines.push(line), reportDelayMs: () => 20 });
  asha = createPerson(sandbox, 'U0ASHA0001', channel('bookings'));
}, 30_000);
afterAll(() => sandbox.stop());

function channel(name: string): string {
  const found = sandbox.state().channels.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no channel ${name}`);
  return found.id;
}

async function opens(text: string, person = asha): Promise<void> {
  const before = person.view()?.id;
  await person.types(text);
  await expect.poll(() => person.view()?.id).not.toBe(before);
  await expect.poll(() => person.view()?.callbackId).toBe('whatsapp_send');
}

function newestText(person = asha): string {
  return JSON.stringify(person.cards().at(-1)?.blocks ?? []);
}

const BOOKING = {
  "Customer's first name": 'Asha',
  'Booking number': 'BK-77',
  'Ending of the “View': 'abc',
  'Ending of the “See': 'x/y',
};

describe('/whatsapp-send, from the command to the phones', () => {
  it('sends a template to two people, and the card ends with two delivered message IDs', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210, +91 98450 12345');
    asha.fills(BOOKING);

    expect(await asha.submits()).toEqual({});
    expect(asha.view()?.submit).toBe('Send to 2 people');
    expect(await asha.submits()).toEqual({});

    await expect.poll(() => asha.cards().at(-1)?.text, { timeout: 10_000 }).toMatch(/2 of 2 delivered/);
    const [exchange] = sandbox.state().exchanges.slice(-1);
    const fields = Object.fromEntries((exchange?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(fields).toEqual({
      to: '919876543210,919845012345',
      type: 'mediatemplate',
      params: '"Asha","BK-77"',
      template_name: 'booking_confirm',
      channel: 'whatsapp',
      from: '919800000000',
      param_url: 'abc',
      second_param_url: 'x/y',
      lang_code: 'en',
      callback_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/kaleyra\/status\/[0-9a-f]{48}\?t=[\w-]{22}$/),
    });
    const { data } = JSON.parse(exchange?.answer?.body ?? '{}') as { data: { message_id: string }[] };
    expect(data.length).toBe(2);
    for (const { message_id } of data) expect(newestText()).toContain(message_id);
    expect(newestText()).not.toMatch(/9876543210|98765 43210/);
    const phones = sandbox.state().phones.filter((phone) => phone.messages.length > 0);
    expect(phones.map((phone) => phone.messages.at(-1)?.body.split('\n')[0])).toEqual([
      'Hello Asha, your booking *BK-77* is confirmed.',
      'Hello Asha, your booking *BK-77* is confirmed.',
    ]);
  }, 20_000);

  it('sends once when Enter is pressed twice on Send', async () => {
    const before = sandbox.state().exchanges.length;
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    asha.fills({ ...BOOKING, 'Ending of the “See': 'x/2' });
    await asha.submits();

    await Promise.allSettled([asha.submits(), asha.submits(), asha.submits()]);

    await expect.poll(() => asha.cards().at(-1)?.text, { timeout: 10_000 }).toMatch(/1 of 1 delivered/);
    expect(sandbox.state().exchanges.length).toBe(before + 1);
  }, 20_000);

  it('keeps what was typed and says what is wrong under each input', async () => {
    await opens('/whatsapp-send booking_confirm 98765');
    asha.fills({ ...BOOKING, 'Booking number': 'BK"77', Recipients: '+91 98765 43210, 98765' });

    const errors = await asha.submits();

    expect(Object.keys(errors)).toEqual(['Recipients']);
    expect(errors['Recipients']).toContain('“98765”');

    asha.fills({ Recipients: '+91 98765 43210' });

    expect(Object.keys(await asha.submits())).toEqual(['Booking number']);
    expect(asha.view()?.callbackId).toBe('whatsapp_send');
  });

  it('shows the fields of another template and keeps the recipients', async () => {
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    const recipientsBlock = () => asha.view()?.blocks.find((block) => JSON.stringify(block).includes('"recipients"'));
    const before = recipientsBlock()?.['block_id'];

    await asha.chooses('order_update:en');

    await expect.poll(() => JSON.stringify(asha.view()?.blocks)).toContain('Value in the header');
    expect(recipientsBlock()?.['block_id']).toBe(before);
  });

  it('shows the code, the words and what to do when Kaleyra refuses', async () => {
    await fetch(`${sandbox.url}/sandbox/fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify({
        id: sandbox.state().faults.find((fault) => /E424/.test(fault.title + fault.id + fault.expect))?.id,
        isOn: true,
        once: true,
      }),
    });
    await opens('/whatsapp-send booking_confirm +91 98765 43210');
    asha.fills({ ...BOOKING, 'Ending of the “See': 'x/3' });
    await asha.submits();

    await asha.submits();

    await expect.poll(() => asha.cards().at(-1)?.text, { timeout: 10_000 }).toMatch(/rejected|not sent|not delivered/i);
    expect(newestText()).toContain('E424');
    expect(newestText()).toContain('Kaleyra says “For type template/mediatemplate, template_name is mandatory');
  }, 20_000);

  it('tells the person where the result is when the bot cannot post in the channel', async () => {
    const carla = createPerson(sandbox, 'U0CARLA001', channel('finance-private'));
    await opens('/whatsapp-send booking_confirm +91 98765 43210', carla);
    carla.fills({ ...BOOKING, 'Ending of the “See': 'x/4' });
    await carla.submits();

    await carla.submits();

    await expect
      .poll(() => JSON.stringify(sandbox.state().messages.filter((one) => one.author === 'bot')), { timeout: 10_000 })
      .toContain('/invite');
  }, 20_000);

  it('answers help privately', async () => {
    await asha.types('/whatsapp-send help');

    await expect.poll(() => asha.cards().at(-1)?.ephemeralFor).toBe('U0ASHA0001');
    expect(asha.cards().at(-1)?.text).toContain('/whatsapp-send');
  });
});
