import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createPerson, type Person } from '../support/person.ts';

/** What no line of the bot may hold: the recipient, what was said, and every secret. */
const NUMBER = '+91 98765 43210';
const NAME = 'Zebulon Quartermaine';
const BOOKING = 'BK-CANARY-7781';

const lines: string[] = [];
let sandbox: Sandbox;
let asha: Person;
beforeAll(async () => {
  sandbox = await createSandbox({
    onBotLine: (line) => lines.push(line),
    reportDelayMs: () => 10,
    botEnv: { LOG_LEVEL: 'trace', KALEYRA_TIMEOUT_MS: '700' },
  });
  asha = createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS');
}, 30_000);
afterAll(() => sandbox.stop());

function canaries(): [string, RegExp][] {
  const { botToken, signingSecret, apiKey, callbackSecret } = sandbox.credentials;
  const literal = (text: string) => new RegExp(text.replaceAll(/[^\w]/g, '.'));
  return [
    ['the number', /98765\W{0,3}43210/],
    ['a value', /Quartermaine|CANARY-7781/],
    ['the bot token', literal(botToken)],
    ['the signing secret', literal(signingSecret)],
    ['the API key', literal(apiKey)],
    ['the callback secret', literal(callbackSecret)],
    ['a response_url', /response_url|\/commands\/T/],
  ];
}

async function setFault(id: string): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify({ id, isOn: true, once: true }),
  });
  if (!answer.ok) throw new Error(`no fault ${id}`);
}

async function send(): Promise<void> {
  const before = asha.view()?.id;
  await asha.types(`/whatsapp-send booking_confirm ${NUMBER}`);
  await expect.poll(() => asha.view()?.id).not.toBe(before);
  asha.fills({
    "Customer's first name": NAME,
    'Booking number': BOOKING,
    'Ending of the “View': 'a',
    'Ending of the “See': `b${asha.cards().length}`,
  });
  await asha.submits();
  const cards = asha.cards().length;
  await asha.submits();
  await expect.poll(() => asha.cards().length, { timeout: 10_000 }).toBeGreaterThan(cards);
}

/** Everything that the bot answers to a stranger. */
async function strangersAnswers(): Promise<string[]> {
  const bot = sandbox.botUrl() ?? '';
  const paths = ['/healthz', '/readyz', '/metrics', '/', '/kaleyra/status/wrong', '/slack/events'];
  const answers = await Promise.all([
    ...paths.map((path) => fetch(`${bot}${path}`)),
    fetch(`${bot}/slack/events`, { method: 'POST', body: `text=${NUMBER}` }),
    fetch(`${bot}/kaleyra/status/${sandbox.credentials.callbackSecret}?id=x%3A0&status=sent&mobile=919876543210`),
  ]);
  return Promise.all(answers.map(async (answer) => `${JSON.stringify([...answer.headers])} ${await answer.text()}`));
}

describe('the bot never shows', () => {
  it('a number, a message or a secret in a log or an answer, whatever fails', async () => {
    await send();
    await setFault('refuse_e424');
    await send();
    await setFault(sandbox.state().faults.find(({ title }) => /connection breaks/.test(title))?.id ?? 'none');
    await send();
    await asha.types(`/whatsapp-send ${NUMBER}`);
    await asha.types('/whatsapp-send help');
    const answers = await strangersAnswers();
    await expect.poll(() => lines.join('\n'), { timeout: 10_000 }).toMatch(/delivery report/);

    for (const [what, pattern] of canaries()) {
      expect(
        lines.filter((line) => pattern.test(line)),
        `${what} in a log line`,
      ).toEqual([]);
      expect(
        answers.filter((answer) => pattern.test(answer)),
        `${what} in an answer`,
      ).toEqual([]);
    }
    expect(lines.length).toBeGreaterThan(10);
  }, 40_000);
});
