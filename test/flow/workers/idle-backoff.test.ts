import { expect, it } from 'vitest';
import { createRest } from '../../../src/flow/workers/idle-backoff.ts';

it('doubles a rest that follows on another one, up to a limit', () => {
  const clock = clockAt(1_000);
  const rest = createRest(clock.now);

  const lengths = Array.from({ length: 6 }, () => {
    const ms = rest.begin();
    clock.pass(ms + 1);
    return ms;
  });

  expect(lengths).toEqual([10, 20, 40, 80, 80, 80]);
});

it('is short again after a quiet time', () => {
  const clock = clockAt(1_000);
  const rest = createRest(clock.now);

  rest.begin();
  clock.pass(10);
  rest.begin();
  clock.pass(60);

  expect(rest.begin()).toBe(10);
});

it('is short again once something was found', () => {
  const clock = clockAt(1_000);
  const rest = createRest(clock.now);

  rest.begin();
  clock.pass(10);
  rest.begin();
  clock.pass(20);
  rest.forget();

  expect(rest.begin()).toBe(10);
});

it('is one rest for all who looked in the same moment', () => {
  const clock = clockAt(1_000);
  const rest = createRest(clock.now);

  rest.begin();
  clock.pass(4);

  expect(rest.begin()).toBe(6);
  expect(rest.leftMs()).toBe(6);
});

function clockAt(startMs: number) {
  let ms = startMs;
  return {
    now: () => ms,
    pass(by: number) {
      ms += by;
    },
  };
}
