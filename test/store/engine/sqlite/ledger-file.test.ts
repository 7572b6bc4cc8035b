import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileWatch } from '../../../../src/store/engine/sqlite/file-watch.ts';
import { sqliteProblemOf } from '../../../../src/store/engine/sqlite/ledger-problem.ts';
import { openStore, type Store } from '../../../../src/store/open-store.ts';
import { newSend, SILENT } from '../../opened-ledger.ts';

let folder: string;
let path: string;
let warnings: string[];
let stores: Store[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-file-'));
  path = join(folder, 'ledger.db');
  warnings = [];
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<Store> {
  const warn = (_: object, message: string): void => void warnings.push(message);
  const log = { ...SILENT, warn };
  const store = await openStore({ url: `file:${path}`, messagesPerSecond: 1, leaseMs: 1_000, log });
  stores.push(store);
  return store;
}

async function rights(): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const modes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mode & 0o777));
  return Object.fromEntries(names.map((name, index) => [name, modes[index]?.toString(8) ?? '']));
}

const OWNER_ONLY = { 'ledger.db': '600', 'ledger.db-wal': '600', 'ledger.db-shm': '600' };

describe.skipIf(process.platform === 'win32')('the files of a SQLite ledger', () => {
  it.each([0o000, 0o022, 0o077, 0o777])('are for their owner alone under the umask %i', async (umask) => {
    const before = process.umask(umask);
    try {
      await (await open()).ledger.accept(newSend('S1'));
    } finally {
      process.umask(before);
    }

    expect(await rights()).toEqual(OWNER_ONLY);
  });

  it('lose the rights of others that an earlier release left', async () => {
    const earlier = new DatabaseSync(path);
    earlier.exec('pragma journal_mode = wal; create table kept (n integer)');
    for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644);

    await open();
    const found = await rights();
    earlier.close();

    expect(found).toEqual(OWNER_ONLY);
  });

  it.each([
    [0o700, false],
    [0o755, false],
    [0o775, true],
    [0o777, true],
  ])('in a folder of mode %i: a warning that others may write there is %s', async (mode, isWarned) => {
    await chmod(folder, mode);

    await open();

    expect(warnings).toEqual(isWarned ? ['other users may write in the folder of the ledger'] : []);
  });
});

describe('a SQLite ledger whose file', () => {
  it('is deleted while it is open says so', async () => {
    const { ledgerHealth } = await open();
    const before = await ledgerHealth.checkWritable();

    for (const name of await readdir(folder)) await rm(join(folder, name));

    expect(before).toBeUndefined();
    expect(await ledgerHealth.checkWritable()).toBe('file_gone');
  });

  it('is replaced by another one says so, and is well again when it is back', async () => {
    const { ledgerHealth } = await open();
    await mkdir(join(folder, 'away'));
    await rename(path, join(folder, 'away', 'ledger.db'));
    await writeFile(path, '');

    const replaced = await ledgerHealth.checkWritable();
    await rename(join(folder, 'away', 'ledger.db'), path);

    expect(replaced).toBe('file_gone');
    expect(await ledgerHealth.checkWritable()).toBeUndefined();
  });

  it('loses its log says so', async () => {
    const { ledgerHealth } = await open();
    await ledgerHealth.checkWritable();

    await rm(`${path}-wal`);

    expect(await ledgerHealth.checkWritable()).toBe('file_gone');
  });

  it.each([
    [0, 'disk_full'],
    [999_999, 'disk_full'],
    [1_000_000, undefined],
  ])('has %i bytes left on its disk says %s', async (bytes, problem) => {
    await open();

    const findProblem = await createFileWatch(path, async () => bytes);

    expect(await findProblem()).toBe(problem);
  });

  it('is locked by another program says so', { timeout: 20_000 }, async () => {
    const { ledgerHealth } = await open();
    const other = new DatabaseSync(path);
    other.exec('begin immediate');

    const locked = await ledgerHealth.checkWritable();
    other.exec('rollback');
    other.close();

    expect(locked).toBe('locked');
    expect(await ledgerHealth.checkWritable()).toBeUndefined();
  });
});

describe('an error of SQLite', () => {
  it.each([
    ['disk_full', 'pragma max_page_count = 2; create table more (n integer)'],
    ['read_only', 'pragma query_only = on; create table more (n integer)'],
    ['no_answer', 'select * from missing'],
  ])('means that the ledger is %s', (problem, statements) => {
    const database = new DatabaseSync(path);
    database.exec('create table first (n integer)');

    let error: unknown;
    try {
      database.exec(statements);
    } catch (thrown) {
      error = thrown;
    }
    database.close();

    expect(sqliteProblemOf(error)).toBe(problem);
  });

  it('means that the ledger is damaged when the file is none', async () => {
    await writeFile(path, 'x'.repeat(4_096));
    const database = new DatabaseSync(path);

    let error: unknown;
    try {
      database.exec('select * from sqlite_schema');
    } catch (thrown) {
      error = thrown;
    }
    database.close();

    expect(sqliteProblemOf(error)).toBe('damaged');
  });
});
