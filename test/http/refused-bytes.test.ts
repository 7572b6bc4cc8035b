import { constants, PerformanceObserver } from 'node:perf_hooks';
import { expect, it, onTestFinished } from 'vitest';
import { createRefusedBytes, MAX_READ_BYTES } from '../../src/http/refused-bytes.ts';

it('what was copied of refused bodies is collected every two megabytes, and not for less', async () => {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    // The types of Node do not know it.
    const entries = list.getEntries() as unknown as readonly { readonly detail: { readonly flags: number } }[];
    collections += entries.filter(({ detail }) => detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED).length;
  });
  observer.observe({ entryTypes: ['gc'] });
  onTestFinished(() => observer.disconnect());
  const refused = createRefusedBytes();
  const times = (count: number) => {
    for (let at = 0; at < count; at += 1) refused(MAX_READ_BYTES);
  };

  times(31);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = collections;
  times(1);
  await expect.poll(() => collections).toBe(before + 1);
  times(64);

  expect(before).toBe(0);
  await expect.poll(() => collections).toBe(3);
});
