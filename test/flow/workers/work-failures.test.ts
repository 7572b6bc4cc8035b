import { describe, expect, it } from 'vitest';
import { CannotBeStored } from '../../../src/flow/ports/store/cannot-be-stored.ts';
import { createWorkFailures } from '../../../src/flow/workers/work-failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function watchedCalls() {
  const clock = createFakeClock();
  const failures = createWorkFailures(clock);
  const watched = () =>
    failures.watch((error?: Error) => (error === undefined ? Promise.resolve('done') : Promise.reject(error)));
  const [settle, claim] = [watched(), watched()];
  const fail = (call: typeof settle, error = new Error('refused')) => call(error).catch(({ message }) => message);
  return { clock, failures, settle, claim, fail };
}

describe('work that the ledger refuses', () => {
  it('is counted from its first failure on, and goes through as it is', async () => {
    const { clock, failures, settle, fail } = watchedCalls();
    const before = failures.longestMs();

    const said = await fail(settle);
    await clock.pass(5_000);
    await fail(settle);
    await clock.pass(5_000);

    expect(before).toBe(0);
    expect(said).toBe('refused');
    expect(failures.longestMs()).toBe(10_000);
  });

  it('is well as soon as the same call succeeds once, and no other call', async () => {
    const { clock, failures, settle, claim, fail } = watchedCalls();
    await fail(settle);
    await clock.pass(3_000);

    const claimed = await claim();
    const meanwhile = failures.longestMs();
    await settle();

    expect(claimed).toBe('done');
    expect(meanwhile).toBe(3_000);
    expect(failures.longestMs()).toBe(0);
  });

  it('counts by the call that has failed for longest', async () => {
    const { clock, failures, settle, claim, fail } = watchedCalls();
    await fail(claim);
    await clock.pass(2_000);
    await fail(settle);
    await clock.pass(1_000);

    expect(failures.longestMs()).toBe(3_000);
  });

  it('is forgotten fifteen seconds after its last try, because nothing is known of the ledger of now', async () => {
    const { clock, failures, settle, fail } = watchedCalls();
    await fail(settle);
    await clock.pass(15_000);
    const atLast = failures.longestMs();
    await clock.pass(1);

    expect(atLast).toBe(15_000);
    expect(failures.longestMs()).toBe(0);
  });

  it('is not what no ledger can store', async () => {
    const { failures, clock, settle, fail } = watchedCalls();

    await fail(settle, new CannotBeStored('too long'));
    await clock.pass(1_000);

    expect(failures.longestMs()).toBe(0);
  });
});
