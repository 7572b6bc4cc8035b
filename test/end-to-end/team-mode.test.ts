import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { shownText } from '../support/block-walk.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 15_000 };
const PRIYA = '919876543210';
const RAHUL = '919845012345';

const botLines: string[] = [];
let sandbox: Sandbox;
let asha: Person;
let ben: Person;
beforeAll(async () => {
  sandbox = await createSandbox({
    reportDelayMs: () => 20,
    onBotLine: (line) => void botLines.push(line),
    botEnv: { MODE: 'team', TEAM_CODE_TEMPLATE: 'team_code:en', AUDIT_CHANNEL: 'C0VIPDESK1' },
  });
  const bookings = sandbox.state().channels.find((one) => one.name === 'bookings')?.id ?? '';
  asha = createPerson(sandbox, 'U0ASHA0001', bookings);
  ben = createPerson(sandbox, 'U0BEN00001', bookings);
}, 30_000);
afterAll(() => sandbox.stop());

const textsOn = (number: string): readonly string[] =>
  (sandbox.state().phones.find((phone) => phone.number === number)?.messages ?? []).map(({ body }) => body);

/** All that anybody sees in Slack. */
const slackText = () => JSON.stringify([sandbox.state().messages, sandbox.state().stacks]);

const toldTo = (words: string) =>
  sandbox.state().messages.findLast((one) => shownText(one.blocks ?? []).includes(words) || one.text.includes(words));

/** Reviews a booking for these numbers. @returns what stands under the inputs */
async function reviews(person: Person, ...numbers: readonly string[]) {
  const before = person.view()?.id;
  await person.types(`/whatsapp-send booking_confirm ${numbers.map((number) => `+${number}`).join(', ')}`);
  await expect.poll(() => person.view()?.id, WAIT).not.toBe(before);
  person.fills({ ...BOOKING_VALUES, 'Booking number': `BK-${Math.floor(Math.random() * 1e6)}` });
  return person.submits();
}

describe('a bot in team mode', () => {
  it('says so in the form, and refuses at the field a number that is none of the team’s', async () => {
    const problems = await reviews(asha, PRIYA);

    expect(shownText(asha.view()?.blocks ?? [])).toContain(
      'Team mode: only the team’s numbers get messages, at most 50 a day.',
    );
    expect(problems['Recipients']).toContain('Team mode: •••• 3210 is not one of the team’s numbers.');
    expect(problems['Recipients']).toContain('/whatsapp-send my-number');
    expect(sandbox.state().exchanges).toEqual([]);
    await asha.closes();
  });

  it('lets a person prove their own number by the code that comes to it; then messages reach it', async () => {
    await asha.types('/whatsapp-send my-number +91 98765 43210');
    await expect.poll(() => toldTo('A code is on its way')?.text, WAIT).toContain('•••• 3210');
    await expect.poll(() => textsOn(PRIYA).length, WAIT).toBe(1);
    const code = /\d{6}/.exec(textsOn(PRIYA)[0] ?? '')?.[0] ?? '';
    const reply = toldTo('A code is on its way');
    if (reply === undefined) throw new Error('no reply');

    await asha.presses(reply, 'Enter the code');
    await expect.poll(() => asha.view()?.callbackId, WAIT).toBe('whatsapp_send_code');
    asha.fills({ Code: code === '111111' ? '222222' : '111111' });
    const wrong = await asha.submits();
    asha.fills({ Code: `${code.slice(0, 3)} ${code.slice(3)}` });
    const right = await asha.submits();

    expect(wrong['Code']).toBe('That is not the code. 4 tries are left.');
    expect(right).toEqual({});
    expect(shownText(asha.view()?.blocks ?? [])).toContain('The number is yours: messages reach it from now on.');
    await asha.closes();
    await expect.poll(() => asha.directMessages().at(-1)?.text, WAIT).toContain('1 of 1 delivered');
    expect(shownText(asha.directMessages().at(-1)?.blocks ?? [])).toContain('•••••• is your code');

    expect(await reviews(ben, PRIYA)).toEqual({});
    expect(await ben.submits()).toEqual({});
    await expect.poll(() => ben.cards().at(-1)?.text, WAIT).toContain('1 of 1 delivered');
    expect(textsOn(PRIYA)).toHaveLength(2);
    expect((await reviews(ben, PRIYA, RAHUL))['Recipients']).toContain('•••• 2345 is not one of the team’s numbers.');
    await ben.closes();

    const logged = botLines.filter((line) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(line));
    expect(logged).toEqual([]);
    expect(slackText()).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
    expect(botLines.some((line) => line.includes('code tried'))).toBe(true);
  }, 60_000);

  it('sends nobody more than three codes an hour, and says when the next may leave', async () => {
    for (const number of ['+91 98450 12345', '+91 98450 12345']) {
      await asha.types(`/whatsapp-send my-number ${number}`);
      await expect.poll(() => toldTo('A code is on its way')?.text, WAIT).toContain('•••• 2345');
    }
    await expect.poll(() => textsOn(RAHUL).length, WAIT).toBe(2);

    await asha.types('/whatsapp-send my-number +91 98450 12345');

    await expect.poll(() => toldTo('No code was sent')?.text, WAIT).toContain('you have had 3 within an hour');
    expect(textsOn(RAHUL)).toHaveLength(2);
  }, 30_000);

  it('says what is missing, what is proved already, and lists the command in its help', async () => {
    const said = async (text: string, words: string) => {
      await ben.types(`/whatsapp-send ${text}`);
      await expect.poll(() => toldTo(words)?.text, WAIT).toContain(words);
    };

    await said('my-number', 'Which number is yours?');
    await said('my number +919876543210', '•••• 3210 is one of the team’s numbers already');
    await said('my-number +919845012345, +393471234567', 'One number at a time');
    await said('help', 'my-number +91 98765 43210');
  }, 30_000);
});
