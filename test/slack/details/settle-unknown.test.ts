import { describe, expect, it } from 'vitest';
import { readSettled, savedSentence } from '../../../src/slack/details/settle-unknown.ts';
import { SAID_INPUT, TICK_ALL, TICK_RECIPIENTS } from '../../../src/slack/ids.ts';

const AT = new Date('2026-11-22T14:01:00Z');

describe('what a person says of recipients that are unknown', () => {
  const said = (value: string) => ({ [`${SAID_INPUT}:7`]: { [SAID_INPUT]: { selected_option: { value } } } });
  const ticks = (block: string, action: string, ...values: readonly string[]) => ({
    [block]: { [action]: { selected_options: values.map((value) => ({ value })) } },
  });
  const settled = (...blocks: readonly object[]) =>
    readSettled({ state: { values: Object.assign({}, ...blocks) as Record<string, never> } }, AT);

  it('is read with those who are ticked, on every block of the page', () => {
    const one = ticks('r:1', TICK_RECIPIENTS, 'd1', 'd2');
    const other = ticks('r:2', TICK_RECIPIENTS, 'd3');

    expect(settled(one, other, said('arrived'))).toEqual({
      blockId: `${SAID_INPUT}:7`,
      said: 'arrived',
      about: { kind: 'these', deliveryIds: ['d1', 'd2', 'd3'] },
    });
  });

  it('is about all as they are unknown now where that is ticked, whoever else is', () => {
    const all = ticks('all', TICK_ALL, 'all');

    expect(settled(all, ticks('r:1', TICK_RECIPIENTS, 'd1'), said('not_arrived'))).toEqual({
      blockId: `${SAID_INPUT}:7`,
      said: 'not_arrived',
      about: { kind: 'all_unknown', asOf: AT },
    });
  });

  it('is nothing where nothing was chosen, or something that nobody asked', () => {
    const nothing = { blockId: '', said: undefined, about: undefined };

    expect(settled()).toEqual(nothing);
    expect(settled(ticks('all', TICK_ALL), ticks('r:1', TICK_RECIPIENTS))).toEqual(nothing);
    expect(settled(said('perhaps'))).toEqual({ ...nothing, blockId: `${SAID_INPUT}:7` });
  });
});

describe('what was saved', () => {
  const these = (count: number) =>
    ({ kind: 'these', deliveryIds: Array.from({ length: count }, (_, at) => `d${at}`) }) as const;
  const all = { kind: 'all_unknown', asOf: AT } as const;

  it.each([
    ['arrived', these(1), 1, '✓ Saved for 1 person: it arrived.'],
    ['not_arrived', these(2), 2, '✓ Saved for 2 people: it did not arrive.'],
    [
      'arrived',
      these(3),
      2,
      '✓ Saved for 2 people: it arrived. 1 was settled before, by a colleague or by a delivery report.',
    ],
    [
      'arrived',
      these(3),
      1,
      '✓ Saved for 1 person: it arrived. 2 were settled before, by a colleague or by a delivery report.',
    ],
    ['arrived', these(3), 0, 'Nothing was saved: already settled before, by a colleague or by a delivery report.'],
    ['arrived', all, 1_200, '✓ Saved for 1,200 people: it arrived.'],
    ['arrived', all, 0, 'Nothing was saved: already settled before, by a colleague or by a delivery report.'],
  ] as const)('is said with how many were settled before: %s, %j, %i', (said, about, count, sentence) => {
    expect(savedSentence(said, about, count)).toBe(sentence);
  });
});
