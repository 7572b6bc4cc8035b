import { describe, expect, it } from 'vitest';
import { withTimeout } from '../../../src/flow/timing/with-timeout.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';

describe('work with a timeout', () => {
  it('gives the value of work that is done in time, and leaves no timer behind', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<number>();

    const result = withTimeout(100, work.promise, clock);
    await clock.pass(99);
    work.resolve(7);

    expect(await result).toEqual({ kind: 'done', value: 7 });
    expect(clock.nextMs()).toBeUndefined();
  });

  it('says that the time was up, and ignores a failure after that', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<number>();

    const result = withTimeout(100, work.promise, clock);
    await clock.pass(100);
    work.reject(new Error('too late to matter'));
    await settled();

    expect(await result).toEqual({ kind: 'timed_out' });
  });

  it('fails when the work fails in time, and leaves no timer behind', async () => {
    const clock = createFakeClock();

    await expect(withTimeout(100, Promise.reject(new Error('down')), clock)).rejects.toThrow('down');

    expect(clock.nextMs()).toBeUndefined();
  });
});
