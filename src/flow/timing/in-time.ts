/** What came of waiting: the value, or that the time was up first. The work itself goes on either way. */
export type InTime<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'late' };

/** Waits at most `ms` milliseconds. Rejects when the work rejects within them; what it does later is its own business. */
export async function inTime<Value>(ms: number, work: Promise<Value>): Promise<InTime<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<InTime<Value>>((resolve) => {
    timer = setTimeout(resolve, ms, { kind: 'late' });
  });
  try {
    return await Promise.race([work.then((value) => ({ kind: 'done', value }) as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
