import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type FileText, watchText } from '../../src/files/watched-file.ts';

const POLL_MS = 10;

/** What is read of a file, in the order in which it is read. */
async function watchedFile(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'watched-'));
  const path = join(folder, 'file.yml');
  writeFileSync(path, text);
  const read: FileText[] = [];
  const close = await watchText(path, (one) => void read.push(one), POLL_MS);
  onTestFinished(async () => {
    close();
    await rm(folder, { recursive: true });
  });
  return { path, read, close };
}

it('reads a file at once, and once more after each change of it', async () => {
  const { path, read } = await watchedFile('one');

  writeFileSync(`${path}.new`, 'two');
  renameSync(`${path}.new`, path);
  await expect.poll(() => read.length).toBe(2);
  await wait(10 * POLL_MS);
  rmSync(path);
  await expect.poll(() => read.length).toBe(3);
  await wait(10 * POLL_MS);

  expect(read).toEqual([
    { ok: true, value: 'one' },
    { ok: true, value: 'two' },
    { ok: false, failure: 'missing' },
  ]);
});

it('is read no more once it is closed, though a look at it is under way', async () => {
  const { path } = await watchedFile('one');
  const read: FileText[] = [];
  const close = await watchText(
    path,
    (one) => {
      read.push(one);
      if (read.length === 2) close();
    },
    POLL_MS,
  );

  rmSync(path);
  await expect.poll(() => read.length).toBe(2);
  writeFileSync(path, 'three');
  await wait(20 * POLL_MS);

  expect(read).toEqual([
    { ok: true, value: 'one' },
    { ok: false, failure: 'missing' },
  ]);
});

it('says of what is no file that it cannot be read', async () => {
  const { path, read } = await watchedFile('one');
  const folder: FileText[] = [];

  const close = await watchText(join(path, '..'), (one) => void folder.push(one), POLL_MS);
  close();

  expect([read, folder]).toEqual([[{ ok: true, value: 'one' }], [{ ok: false, failure: 'unreadable' }]]);
});
