import { describe, expect, it } from 'vitest';
import { waitingOf } from '../../../src/core/send/waiting.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const FIRST = { now: NOW, notBefore: NOW, attempts: 0, ahead: 0, own: 1 };

describe('a send that is queued', () => {
  it.each([
    ['is about to leave', FIRST, 40, undefined],
    ['has a short line before it', { ...FIRST, ahead: 190 }, 40, undefined],
    [
      'has a long line before it',
      { ...FIRST, ahead: 399 },
      40,
      { kind: 'in_line', ahead: 400, perSecond: 40, until: later(10_000) },
    ],
    [
      'is tried again later',
      { ...FIRST, attempts: 1, notBefore: later(2_000) },
      40,
      { kind: 'retry', at: later(2_000) },
    ],
    ['waits for its time, and was not tried', { ...FIRST, notBefore: later(2_000) }, 40, undefined],
    ['is tried again now', { ...FIRST, attempts: 1 }, 40, undefined],
    ['has no line where there is no limit', { ...FIRST, ahead: 100_000 }, Number.POSITIVE_INFINITY, undefined],
    ['could have left nearly a while ago', { ...FIRST, notBefore: later(-14_999) }, 40, undefined],
    [
      'has a line that lasts five seconds',
      { ...FIRST, ahead: 199 },
      40,
      { kind: 'in_line', ahead: 200, perSecond: 40, until: later(5_000) },
    ],
    ['could have left a while ago', { ...FIRST, notBefore: later(-15_000) }, 40, { kind: 'catching_up' }],
  ] as const)('%s', (_, first, perSecond, waiting) => {
    expect(waitingOf(first, perSecond)).toEqual(waiting);
  });
});
