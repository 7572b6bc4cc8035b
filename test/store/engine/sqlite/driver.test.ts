import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteDialect } from '../../../../src/store/engine/sqlite/driver.ts';
import { openSqliteFile, type SqliteFile } from '../../../../src/store/engine/sqlite/file.ts';

interface Tables {
  words: { word: string };
}

let folder: string;
let commands: string[];
let failing: string | undefined;
let db: Kysely<Tables>;
let otherProcess: DatabaseSync;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commit-'));
  const path = join(folder, 'words.db');
  const file = await openSqliteFile(path);
  file.prepare('create table words (word text primary key)').run([]);
  commands = [];
  failing = undefined;
  db = new Kysely<Tables>({ dialect: createSqliteDialect(watched(file)) });
  otherProcess = new DatabaseSync(path);
});
afterEach(async () => {
  otherProcess.close();
  await db.destroy();
  await rm(folder, { recursive: true });
});

/** The real file, which tells what it is asked and refuses what a test wants refused. */
function watched(file: SqliteFile): SqliteFile {
  return {
    close: () => file.close(),
    get isTransaction() {
      return file.isTransaction;
    },
    prepare(text) {
      commands.push(text);
      if (text === failing) throw new Error('the disk is full');
      return file.prepare(text);
    },
  };
}

function write(word: string): Promise<unknown> {
  return db.transaction().execute((transaction) => transaction.insertInto('words').values({ word }).execute());
}

function wordsOnDisk(): unknown[] {
  return otherProcess
    .prepare('select word from words order by word')
    .all()
    .map(({ word }) => word);
}

describe('transactions on one SQLite file', () => {
  it('are on the disk when they say so', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (word) => {
        await write(word);
        return wordsOnDisk().includes(word);
      }),
    );

    expect(seen).toEqual([true, true, true, true]);
  });

  it('are rolled back one by one when one of them fails', async () => {
    const outcomes = await Promise.allSettled([write('a'), write('b'), write('a'), write('c')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(wordsOnDisk()).toEqual(['a', 'b', 'c']);
  });

  it('leave nothing behind when their commit fails, and the next ones go on', async () => {
    failing = 'commit';
    const outcomes = await Promise.allSettled([write('a'), write('b')]);
    failing = undefined;

    await write('d');

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(wordsOnDisk()).toEqual(['d']);
  });

  it('tell the error that made SQLite roll back by itself', async () => {
    const undone = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('words').values({ word: 'a' }).execute();
      await sql`insert or rollback into words values ('a')`.execute(transaction);
    });

    await expect(undone).rejects.toThrow('UNIQUE');
    await write('b');
    expect(wordsOnDisk()).toEqual(['b']);
  });

  it('do not run into one another', async () => {
    const order: string[] = [];
    const writeTwice = (word: string) =>
      db.transaction().execute(async (transaction) => {
        order.push(word);
        await transaction.insertInto('words').values({ word }).execute();
        await sql`select 1`.execute(transaction);
        order.push(word);
      });

    await Promise.all([writeTwice('a'), writeTwice('b'), writeTwice('c')]);

    expect(order).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('let everything else happen in between', async () => {
    let ticks = 0;
    const other = setInterval(() => {
      ticks += 1;
    }, 0);

    await Promise.all(Array.from({ length: 50 }, (_, index) => write(`word ${index}`)));
    clearInterval(other);

    expect(ticks).toBeGreaterThan(1);
  });
});

describe('while another process writes', () => {
  it('a transaction waits for it, and sees what it wrote', async () => {
    otherProcess.exec("begin immediate; insert into words values ('theirs')");

    const ours = db.transaction().execute(async (transaction) => {
      const read = await transaction.selectFrom('words').select('word').execute();
      await transaction.insertInto('words').values({ word: 'ours' }).execute();
      return read;
    });
    await refusals(2);
    otherProcess.exec('commit');

    expect(await ours).toEqual([{ word: 'theirs' }]);
    expect(wordsOnDisk()).toEqual(['ours', 'theirs']);
  });

  it('a single statement waits for it as well', async () => {
    otherProcess.exec('begin immediate');

    const ours = db.insertInto('words').values({ word: 'ours' }).execute();
    await refusals(2);
    otherProcess.exec('commit');
    await ours;

    expect(wordsOnDisk()).toEqual(['ours']);
  });

  it('reading goes on', async () => {
    await write('a');
    otherProcess.exec("begin immediate; insert into words values ('theirs')");

    const read = await db.selectFrom('words').select('word').execute();
    otherProcess.exec('rollback');

    expect(read).toEqual([{ word: 'a' }]);
  });
});

/** Resolves once the database was asked so many more times. */
async function refusals(count: number): Promise<void> {
  const enough = commands.length + count;
  while (commands.length < enough) await nextTick();
}
