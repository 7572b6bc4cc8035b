import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BACK_WORDS,
  isOptOutButton,
  OPT_OUT_BUTTONS,
  OPT_OUT_WORDS,
  readOptOutWord,
} from '../../../src/core/rules/opt-out-words.ts';
import { matchesGlob } from '../../../src/core/rules/policy/glob.ts';
import { clockTime, isQuietAt, minutesUntilOpen } from '../../../src/core/rules/quiet-hours.ts';
import { quotaDay } from '../../../src/core/rules/quota-day.ts';

const NIGHT = { from: 21 * 60, until: 8 * 60 };

describe('a glob', () => {
  it.each([
    ['offer_*', 'offer_diwali', true],
    ['offer_*', 'my_offer_diwali', false],
    ['*', '', true],
    ['*_open', 'incident_open', true],
    ['a*b*c', 'a_b_b_c', true],
    ['a*b*c', 'a_b_b_d', false],
    ['offer_?', 'offer_1', true],
    ['offer_?', 'offer_', false],
    ['offer', 'OFFER', true],
  ])('%s takes %s: %s', (glob, name, isTaken) => {
    expect(matchesGlob(glob, name)).toBe(isTaken);
  });

  it('takes what a regular expression would', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*', '?'), maxLength: 6 });
    fc.assert(
      fc.property(glob, word, (pattern, name) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
        expect(matchesGlob(pattern, name)).toBe(same);
      }),
    );
  });
});

describe('quiet hours', () => {
  it('go across midnight', () => {
    expect([20 * 60 + 59, 21 * 60, 0, 7 * 60 + 59, 8 * 60].map((at) => isQuietAt(NIGHT, at))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isQuietAt({ from: 13 * 60, until: 14 * 60 }, 13 * 60 + 30)).toBe(true);
    expect(clockTime(NIGHT.until)).toBe('08:00');
  });

  it('end when no zone of the country is quiet', () => {
    // Seven in New York, four in Los Angeles.
    expect(minutesUntilOpen(NIGHT, [7 * 60, 4 * 60])).toBe(4 * 60);
    // Nine in New York, six in Los Angeles.
    expect(minutesUntilOpen(NIGHT, [9 * 60, 6 * 60])).toBe(2 * 60);
    expect(minutesUntilOpen(NIGHT, [12 * 60, 9 * 60])).toBe(0);
  });

  it('end when the fewest zones are quiet where all of them never wake', () => {
    const shortDay = { from: 10 * 60, until: 8 * 60 };
    expect(minutesUntilOpen(shortDay, [0, 0, 12 * 60])).toBe(8 * 60);
  });

  it('end at the first minute of a day at which the fewest zones are quiet', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(minute, minute, fc.array(minute, { minLength: 1, maxLength: 5 }), (from, until, zones) => {
        const quietAfter = Array.from(
          { length: 1_440 },
          (_, wait) => zones.filter((zone) => isQuietAt({ from, until }, (zone + wait) % 1_440)).length,
        );

        expect(minutesUntilOpen({ from, until }, zones)).toBe(quietAfter.indexOf(Math.min(...quietAfter)));
      }),
    );
  });

  it('are over after the wait, in one zone', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(minute, minute, minute, (from, until, now) => {
        const wait = minutesUntilOpen({ from, until }, [now]);
        expect(isQuietAt({ from, until }, (now + wait) % 1_440)).toBe(false);
        expect(wait > 0).toBe(isQuietAt({ from, until }, now));
      }),
    );
  });
});

describe('a word that means no', () => {
  const settings = { words: OPT_OUT_WORDS, backWords: BACK_WORDS };

  it.each([
    ...[
      'stop',
      'STOP',
      ' Stop. ',
      'stop!!',
      '🛑 STOP 🛑',
      'ＳＴＯＰ',
      'Stop all',
      'opt-out',
      'OPTOUT',
      '“unsubscribe”',
    ],
    ...['ARRÊT', 'arre\u0302t', 'बंद करें', 'रोकें।', 'நிறுத்து', 'ఆపండి', 'stop ✋🏽', 'stop\u200b', 'Stop\n'],
  ])('is the whole message: %j', (message) => {
    expect(readOptOutWord(message, settings)).toBe('out');
  });

  it.each(['stop please', 'STOP 12345', 'please stop', 'yes', 'ok', '', '👍', 'nonstop', 'full stop here now'])(
    'is not: %j',
    (message) => {
      expect(readOptOutWord(message, settings)).toBeUndefined();
    },
  );

  it.each(['cancel', 'END', 'quit', 'remove', 'No.'])('may be %j, which a person decides', (message) => {
    expect(readOptOutWord(message, settings)).toBe('ambiguous');
  });

  it.each(['start', 'UNSTOP', 'Resume'])('is taken back by %j', (message) => {
    expect(readOptOutWord(message, settings)).toBe('back');
  });

  it('is known in each of these languages', () => {
    expect(OPT_OUT_WORDS.join(' · ')).toBe(
      'stop · stopall · stop all · unsubscribe · optout · opt out · revoke · arret · arrêt · désabonner · desabonner · ' +
        'baja · parar · sair · pare · stopp · abmelden · stoppen · berhenti · रोकें · बंद · बंद करें · நிறுத்து · ఆపండి',
    );
    expect([...BACK_WORDS, ...OPT_OUT_BUTTONS]).toEqual(['start', 'unstop', 'resume', 'stop promotions']);
  });

  it('is three words and sixty signs at most', () => {
    const own = { words: ['one two three', 'one two three four', 'x'.repeat(60)], backWords: [] };

    expect(readOptOutWord('One two-three', own)).toBe('out');
    expect(readOptOutWord('one two three four', own)).toBeUndefined();
    expect(readOptOutWord('x'.repeat(60), own)).toBe('out');
    expect(readOptOutWord(` ${'x'.repeat(60)}`, own)).toBeUndefined();
  });

  it('is each of those that are usual', () => {
    for (const word of OPT_OUT_WORDS) expect(readOptOutWord(word.toUpperCase(), settings), word).toBe('out');
  });

  it('may stand on a button', () => {
    expect(isOptOutButton('Stop promotions', { buttons: OPT_OUT_BUTTONS })).toBe(true);
    expect(isOptOutButton('Stop', { buttons: OPT_OUT_BUTTONS })).toBe(false);
    expect(isOptOutButton('🛑', { buttons: ['🛑'] })).toBe(false);
  });
});

describe('the day of a quota', () => {
  it('is the one of the policy’s time zone', () => {
    const evening = new Date('2026-11-28T20:00:00Z');
    expect(quotaDay(evening, 'UTC')).toBe('2026-11-28');
    expect(quotaDay(evening, 'Asia/Kolkata')).toBe('2026-11-29');
  });
});
