import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPieces, sizeAfter } from '../../../src/store/maintenance/pieces.ts';

const STEADY = 1_000;

describe('work in pieces', () => {
  it('ends with the first piece that finds nothing, and counts the rows of all', async () => {
    const found = [40, 3, 0, 12, undefined, 7];

    expect(await inPieces(async () => found.shift(), undefined)).toBe(55);
    expect(found).toEqual([7]);
  });

  it('ends before the next piece when the process stops', async () => {
    const stopping = new AbortController();
    let pieces = 0;
    const written = await inPieces(async (maxRows) => {
      pieces += 1;
      if (pieces === 2) stopping.abort();
      return maxRows;
    }, stopping.signal);

    expect(pieces).toBe(2);
    expect(written).toBeGreaterThan(0);
    expect(await inPieces(async () => 1, stopping.signal)).toBe(0);
  });

  it('asks for more while pieces are quick', async () => {
    const asked: number[] = [];
    await inPieces(async (maxRows) => (asked.push(maxRows) < 3 ? maxRows : undefined), undefined);

    expect(asked[0]).toBeLessThan(asked[1] ?? 0);
    expect(asked[1]).toBeLessThan(asked[2] ?? 0);
  });

  it('rests for as long as a piece took', async () => {
    const startedAt = performance.now();
    let tookMs = 0;
    await inPieces(async () => {
      if (tookMs > 0) return undefined;
      while (tookMs < 50) tookMs = performance.now() - startedAt;
      return 1;
    }, undefined);

    expect(performance.now() - startedAt).toBeGreaterThan(1.9 * tookMs);
  });
});

describe('the next piece', () => {
  it('takes some 20 ms soon, whatever a row takes, within 20 and 320 rows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 50, noNaN: true }), (rowMs) => {
        let size = 40;
        for (let piece = 0; piece < STEADY; piece += 1) size = sizeAfter(size, size * rowMs);

        const tookMs = size * rowMs;
        if (size > 20) expect(tookMs).toBeLessThanOrEqual(20);
        if (size < 320) expect(tookMs).toBeGreaterThan(10);
        expect(size).toBeGreaterThanOrEqual(20);
        expect(size).toBeLessThanOrEqual(320);
      }),
    );
  });

  it('is never more than twice as large, and shrinks at once as far as it has to', () => {
    expect([0, 1, 5, 10].map((tookMs) => sizeAfter(40, tookMs))).toEqual([80, 80, 80, 80]);
    expect([11, 20, 21, 40, 41, 5_000].map((tookMs) => sizeAfter(40, tookMs))).toEqual([40, 40, 20, 20, 20, 20]);
    expect(sizeAfter(320, 160)).toBe(40);
    expect(sizeAfter(320, 1)).toBe(320);
  });
});
