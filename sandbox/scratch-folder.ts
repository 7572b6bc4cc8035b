import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `whatsapp-sandbox-<process ID>-<random>`, so that a later sandbox knows whose it was. */
const NAME = /^whatsapp-sandbox-(\d+)-\w+$/;

/** Makes a folder for one run. First removes what a killed sandbox has left. */
export async function createScratchFolder(parent = tmpdir()): Promise<string> {
  const orphans = (await readdir(parent)).filter((name) => isOrphan(name));
  await Promise.all(orphans.map((name) => removeFolder(join(parent, name))));
  return mkdtemp(join(parent, `whatsapp-sandbox-${process.pid}-`));
}

/** Two sandboxes that start together may both remove the same folder; one of another user stays. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

function isOrphan(name: string): boolean {
  const pid = Number(NAME.exec(name)?.[1]);
  return pid > 0 && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
