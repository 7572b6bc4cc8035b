import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuestion } from '../../../src/slack/commands/command-question.ts';
import { asksForDay, readSearch } from '../../../src/slack/commands/search-words.ts';
import { BOOKING, catalogueOf, DELAY } from '../../support/slack-needs.ts';

const AROUND = {
  catalogue: catalogueOf(BOOKING, DELAY),
  now: new Date('2026-11-25T20:00:00Z'),
  zone: 'UTC',
  actorId: 'U9',
};
const MONDAY = { from: new Date('2026-11-23T00:00:00Z'), until: new Date('2026-11-24T00:00:00Z') };
const FAILED = { statuses: ['failed', 'rejected'] };
const NUMBER = { recipient: { kind: 'number', number: '+919876543210' } };
const ending = (digits: string) => ({ recipient: { kind: 'ending', digits } });

function searchOf(text: string) {
  const question = readQuestion(text);
  if (question?.kind !== 'search') throw new Error('not a search');
  return readSearch(question.text, question.people, { ...AROUND, takesCount: question.word === 'recent' });
}

describe('a command that begins with a word that asks', () => {
  it('never opens the form, in any case and with any sign around it', () => {
    const word = fc
      .constantFrom('status', 'recent', 'find', 'help')
      .chain((word) =>
        fc
          .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
          .map((ups) => [...word].map((letter, at) => (ups[at] === true ? letter.toUpperCase() : letter)).join('')),
      );
    const before = fc.constantFrom('', ' ', '"', '“', '`', '*', '/', '¿', '<@U1|ben> ');
    const after = fc.constantFrom(
      '',
      '?',
      ' ?',
      '？',
      ':',
      '"',
      '!',
      ', ',
      ' 3210',
      ' +91 98765 43210',
      ' <@U1|ben>',
      ' anything at all',
    );
    fc.assert(
      fc.property(before, word, after, (left, asked, right) => {
        expect(readQuestion(`${left}${asked}${right}`)?.kind).toBe(asked.toLowerCase() === 'help' ? 'help' : 'search');
      }),
    );
  });

  it.each(['my-number +91 98765 43210', 'My number +91 98765 43210', 'mynumber: +91 98765 43210'])(
    'proves a number with “%s”, and a template of such a name opens the form',
    (text) => {
      expect(readQuestion(text)).toMatchObject({ kind: 'my_number', text: expect.stringContaining('+91 98765 43210') });
      expect(readQuestion(text.replace(/number/i, 'number_changed'))).toBeUndefined();
    },
  );

  it.each(['?', ' ?? ', '？', '¿?'])('asks for help with “%s”', (text) => {
    expect(readQuestion(text)).toEqual({ kind: 'help' });
  });

  it.each([
    '',
    '+919876543210',
    'recent_news +91 98765 43210',
    'status-update',
    'helper',
    'booking_confirm status',
    'statuses',
  ])('“%s” opens the form', (text) => {
    expect(readQuestion(text)).toBeUndefined();
  });
});

describe('the words of a search', () => {
  it.each([
    ['recent', {}],
    ['status +919876543210', NUMBER],
    ['status +91 98765 43210', NUMBER],
    ['status <tel:+919876543210|+91 98765 43210>', NUMBER],
    ['STATUS? (+91) 98765-43210?', NUMBER],
    ['status 00919876543210', NUMBER],
    ['find ＋９１９８７６５４３２１０', NUMBER],
    ['status 3210', ending('3210')],
    ['status 0012', ending('0012')],
    ['status •••• 3210', ending('3210')],
    ['find last messages to 3210', ending('3210')],
    ['status 098765 43210', ending('9876543210')],
    ['status 919876543210', ending('919876543210')],
    ['recent failed', FAILED],
    ['recent FAILED?', FAILED],
    ['recent unknown', { statuses: ['unknown'] }],
    ['recent <@U2|ben>', { actorId: 'U2' }],
    ['recent <@W2>', { actorId: 'W2' }],
    ['recent me', { actorId: 'U9' }],
    ['recent booking_confirm', { template: 'booking_confirm' }],
    ['recent Booking-Confirm', { template: 'booking_confirm' }],
    ['recent gone_template', { template: 'gone_template' }],
    ['recent monday', MONDAY],
    ['recent 2026-11-23', MONDAY],
    ['recent failed by <@U2|ben> on monday', { ...FAILED, ...MONDAY, actorId: 'U2' }],
    [
      'status 3210 booking_confirm failed 2026-11-23',
      { ...ending('3210'), ...FAILED, ...MONDAY, template: 'booking_confirm' },
    ],
  ])('“%s” are understood', (text, query) => {
    expect(searchOf(text)).toEqual({ query, count: undefined, notUnderstood: [] });
  });

  it('may say how many', () => {
    expect(searchOf('recent 50')).toEqual({ query: {}, count: 50, notUnderstood: [] });
    expect(searchOf('recent failed 5')).toMatchObject({ query: FAILED, count: 5 });
  });

  it.each([
    ['recent nonsense', ['nonsense']],
    ['recent @ben', ['@ben']],
    ['recent <#C1|support>', ['#support']],
    ['recent 0', ['0']],
    ['recent 2026-02-31', ['2026-02-31']],
    ['recent 20.11.2026', ['20.11.2026']],
    ['recent 20/11/2026', ['20/11/2026']],
    ['recent today yesterday', ['yesterday']],
    ['recent <@U1> <@U2>', ['<@U2>']],
    ['status +91', ['+91']],
    ['status 210', ['210']],
    ['find 7', ['7']],
  ])('“%s” are not guessed', (text, notUnderstood) => {
    expect(searchOf(text).notUnderstood).toEqual(notUnderstood);
  });

  it('are fifty at most; what is more was not understood, as typed', () => {
    const forty9 = 'the '.repeat(49);

    expect(searchOf(`recent ${forty9}failed`)).toEqual({ query: FAILED, count: undefined, notUnderstood: [] });
    expect(searchOf(`recent ${forty9}the Failed`)).toEqual({ query: {}, count: undefined, notUnderstood: ['Failed'] });
    expect([`${forty9}monday`, `${forty9}the monday`].map(asksForDay)).toEqual([true, false]);
  });

  it('never fails, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchOf(`recent ${text}`).query).toBeTypeOf('object');
      }),
    );
  });

  it('need a time zone only for a day', () => {
    expect(['monday?', 'failed, Yesterday', '2026-11-20'].map(asksForDay)).toEqual([true, true, true]);
    expect(['3210', 'failed', 'booking_confirm'].map(asksForDay)).toEqual([false, false, false]);
  });
});
