import { describe, expect, it } from 'vitest';
import type { CodeAsked, ProveNumber } from '../../../src/flow/team/prove-number.ts';
import { phone } from '../../support/sends.ts';
import { startSlack } from '../../support/slack.ts';
import { slackNeeds } from '../../support/slack-needs.ts';

const SENT: CodeAsked = { kind: 'sent', sendId: 'S1', number: phone('+919876543210') };

async function opened(
  asked: CodeAsked = SENT,
  tried: Awaited<ReturnType<ProveNumber['tryCode']>> = { kind: 'proved' },
  users = {},
) {
  const questions: Parameters<ProveNumber['ask']>[0][] = [];
  const tries: Parameters<ProveNumber['tryCode']>[0][] = [];
  const proveNumber: ProveNumber = {
    ask: async (question) => {
      questions.push(question);
      return asked;
    },
    tryCode: async (given) => {
      tries.push(given);
      return tried;
    },
  };
  const slack = await startSlack(slackNeeds({ needs: { proveNumber } }).needs, { users });
  const said = async (text: string) => {
    await slack.command(`/whatsapp-send ${text}`);
    return slack.ephemeral.at(-1)?.text;
  };
  return { questions, said, slack, tries };
}

describe('/whatsapp-send my-number', () => {
  it('asks for a code for whoever typed it, and gives a button for it', async () => {
    const { questions, said, slack } = await opened();

    expect(await said('my-number +91 98765 43210')).toBe(
      'A code is on its way to •••• 3210 by WhatsApp. It counts for ten minutes.',
    );
    expect(questions).toMatchObject([{ actorId: 'U1', number: '+91 98765 43210' }]);
    expect(JSON.stringify(slack.ephemeral.at(-1)?.blocks)).toContain('"action_id":"enter_code"');
  });

  it.each([
    [{ kind: 'too_many', because: 'person_hour', waitMs: 1 }, 'you have had 3 within an hour'],
    [{ kind: 'too_many', because: 'number_hour', waitMs: 1 }, '3 went to this number within an hour'],
    [{ kind: 'too_many', because: 'number_day', waitMs: 1 }, '5 went to this number within a day'],
    [{ kind: 'refused', sentence: 'Set up <nothing>.' }, 'Set up &lt;nothing&gt;.'],
  ] as const)('says why there is none: %s', async (asked, words) => {
    const { said } = await opened(asked);

    expect(await said('my-number +919876543210')).toContain(words);
  });

  it('is not for guests, and says how it is typed', async () => {
    const guest = await opened(SENT, { kind: 'proved' }, { U1: { is_restricted: true } });

    expect(await guest.said('my-number +919876543210')).toContain('Guests cannot prove a number.');
    expect(await guest.said('my-number')).toContain('Which number is yours?');
    expect(guest.questions).toEqual([]);
  });
});

describe('the form for a code', () => {
  async function entered(...given: Parameters<typeof opened>) {
    const world = await opened(...given);
    await world.said('my-number +919876543210');
    await world.slack.press('enter_code', 'S1');
    const acks = await world.slack.submit({ number_code: '123 456' });
    return { ...world, acks };
  }

  it('tries what was typed for the person who typed it, and says that the number is theirs', async () => {
    const { slack, tries } = await entered();

    expect(tries).toEqual([{ sendId: 'S1', personId: 'U1', typed: '123 456' }]);
    expect(JSON.stringify(slack.view)).toContain('The number is yours');
  });

  it('keeps the form for another try, and says how many are left', async () => {
    const { acks } = await entered(SENT, { kind: 'wrong', triesLeft: 1 });

    expect(acks).toEqual([
      { response_action: 'errors', errors: { number_code: 'That is not the code. One more try is left.' } },
    ]);
  });

  it('says when it counts no more, and when it could not be looked at', async () => {
    const over = await entered(SENT, { kind: 'over' });
    const away = await entered(SENT, { kind: 'not_known' });

    expect(JSON.stringify(over.slack.view)).toContain('This code counts no more');
    expect(JSON.stringify(away.acks)).toContain('could not be looked at just now');
  });
});
