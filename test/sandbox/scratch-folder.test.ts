import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createScratchFolder } from '../../sandbox/scratch-folder.ts';

it('removes what a killed sandbox has left, and nothing of one that runs', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'scratch-test-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const { pid: deadPid } = spawnSync(process.execPath, ['--version']);
  await mkdtemp(join(parent, `whatsapp-sandbox-${deadPid}-`));
  await mkdtemp(join(parent, 'whatsapp-sandbox-notes-'));
  const mine = await createScratchFolder(parent);

  const next = await createScratchFolder(parent);

  const left = (await readdir(parent)).map((name) => join(parent, name));
  expect(left.filter((path) => !path.includes('-notes-')).sort()).toEqual([mine, next].sort());
  expect(left.length).toBe(3);
});
