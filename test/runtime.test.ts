import { expect, it } from 'vitest';

it('runs on Node 24 or newer, whatever Node the machine has', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});
