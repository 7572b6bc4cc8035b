import { type Clock, systemClock } from './clock.ts';

export type TimeoutResult<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'timed_out' };

/**
 * Waits for `work`, but `ms` milliseconds at most. It rejects when the work rejects in that time. Work that times out is
 * not cancelled; its later result or error is ignored.
 */
export async function withTimeout<Value>(
  ms: number,
  work: Promise<Value>,
  clock: Clock = systemClock,
): Promise<TimeoutResult<Value>> {
  const timedOut = Promise.withResolvers<TimeoutResult<Value>>();
  const cancel = clock.after(ms, () => timedOut.resolve({ kind: 'timed_out' }));
  try {
    return await Promise.race([work.then((value) => ({ kind: 'done', value }) as const), timedOut.promise]);
  } finally {
    cancel();
  }
}
