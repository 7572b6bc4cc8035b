import { constants, PerformanceObserver } from 'node:perf_hooks';
import { expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../src/flow/ports/log.ts';
import { createRefusedBytes, MAX_READ_BYTES } from '../../src/http/refused-bytes.ts';
import { createHttpServer } from '../../src/http/server.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** How often the collector was called since, by the program itself. */
function countCollections(): () => number {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    // The types of Node do not know it.
    const entries = list.getEntries() as unknown as readonly { readonly detail: { readonly flags: number } }[];
    collections += entries.filter(({ detail }) => detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED).length;
  });
  observer.observe({ entryTypes: ['gc'] });
  onTestFinished(() => observer.disconnect());
  return () => collections;
}

it('what was copied of refused bodies is collected every two megabytes, and not for less', async () => {
  const collections = countCollections();
  const refused = createRefusedBytes();
  const times = (count: number) => {
    for (let at = 0; at < count; at += 1) refused(MAX_READ_BYTES);
  };

  times(31);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = collections();
  times(1);
  await expect.poll(collections).toBe(before + 1);
  times(64);

  expect(before).toBe(0);
  await expect.poll(collections).toBe(3);
});

it.each([
  [400, 1],
  [200, 0],
])('a body that is answered with %i counts as refused as often as it should', async (status, expected) => {
  const collections = countCollections();
  const path = '/reports';
  const maxBodyBytes = 3_000_000;
  const route = { path, methods: ['POST'], maxBodyBytes, handle: async () => ({ status }) };
  const server = createHttpServer([route], QUIET);
  onTestFinished(() => server.close());
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}${path}`;

  const answer = await fetch(url, { method: 'POST', body: 'x'.repeat(maxBodyBytes) });
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(answer.status).toBe(status);
  await expect.poll(collections).toBe(expected);
});
