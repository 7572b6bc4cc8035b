import { describe, expect, it, vi } from 'vitest';
import { timed } from '../../../src/flow/timing/timed.ts';

describe('a call that is measured', () => {
  it('is told with its outcome and how long it took', async () => {
    vi.spyOn(performance, 'now').mockReturnValueOnce(100).mockReturnValueOnce(105);
    const seen: [string, number][] = [];
    const measured = timed(
      async (kind: string) => ({ kind }),
      (outcome, ms) => void seen.push([outcome, ms]),
    );

    expect(await measured('sent')).toEqual({ kind: 'sent' });
    expect(seen).toEqual([['sent', 5]]);
  });

  it('is told as broken when it rejects, and rejects still', async () => {
    const seen: string[] = [];
    const broken = timed(
      () => Promise.reject<{ readonly kind: string }>(new Error('away')),
      (outcome) => seen.push(outcome),
    );

    await expect(broken()).rejects.toThrow('away');
    expect(seen).toEqual(['broken']);
  });
});
