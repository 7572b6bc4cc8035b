import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbourOf } from '../../../sandbox/page/panel/wall-keys.ts';

const HEIGHT = 62;

/** A wall with so many things in each row. */
function wallOf(count: number, inRow: number) {
  return Array.from({ length: count }, (_, at) => ({
    getBoundingClientRect: () => ({ left: 0, top: Math.floor(at / inRow) * HEIGHT }),
  }));
}

const BACK: Readonly<Record<string, string>> = {
  ArrowRight: 'ArrowLeft',
  ArrowLeft: 'ArrowRight',
  ArrowUp: 'ArrowDown',
  ArrowDown: 'ArrowUp',
};

describe('an arrow key on a wall of phones', () => {
  it('leads to a phone that the opposite key leads back from', () => {
    const place = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }))
      .chain(([count, inRow]) => fc.tuple(fc.constant(wallOf(count, inRow)), fc.nat(count - 1)));
    fc.assert(
      fc.property(place, fc.constantFrom(...Object.keys(BACK)), ([wall, at], key) => {
        const next = neighbourOf(key, at, wall);
        fc.pre(next !== undefined);

        expect(wall[next]).toBeDefined();
        expect(neighbourOf(BACK[key] ?? '', next, wall)).toBe(at);
      }),
    );
  });

  it('leads down by one row, as long as it is now', () => {
    expect(neighbourOf('ArrowDown', 2, wallOf(30, 10))).toBe(12);
    expect(neighbourOf('ArrowDown', 2, wallOf(30, 7))).toBe(9);
  });

  it('leads nowhere at the edge, and so does any other key', () => {
    expect(neighbourOf('ArrowUp', 2, wallOf(30, 10))).toBeUndefined();
    expect(neighbourOf('ArrowDown', 25, wallOf(30, 10))).toBeUndefined();
    expect(neighbourOf('Enter', 2, wallOf(30, 10))).toBeUndefined();
  });
});
