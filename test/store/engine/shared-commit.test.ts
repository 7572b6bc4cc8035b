import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteDialect } from '../../../src/store/engine/sqlite/dialect.ts';
import { openSqliteFile } from '../../../src/store/engine/sqlite/file.ts';
import type { SqliteFile } from '../../../src/store/engine/sqlite/shared-commit.ts';

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

function commits(): number {
  return commands.filter((command) => command === 'commit').length;
}

function wordsOnDisk(): unknown[] {
  return otherProcess
    .prepare('select word from words order by word')
    .all()
    .map(({ word }) => word);
}

describe('transactions that wait for one another on SQLite', () => {
  it('share their commits', async () => {
    const words = Array.from({ length: 100 }, (_, index) => `word ${String(index).padStart(2, '0')}`);

    await Promise.all(words.map(write));

    expect(wordsOnDisk()).toEqual(words);
    expect(commits()).toBeLessThan(10);
  });

  it('are on the disk when they say so', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (word) => {
        await write(word);
        return wordsOnDisk().includes(word);
      }),
    );

    expect(seen).toEqual([true, true, true, true]);
  });

  it('are taken back one by one when one of them fails', async () => {
    const outcomes = await Promise.allSettled([write('a'), write('b'), write('a'), write('c')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(wordsOnDisk()).toEqual(['a', 'b', 'c']);
  });

  it('all fail when their commit does, and the next ones do not', async () => {
    failing = 'commit';
    const outcomes = await Promise.allSettled([write('a'), write('b'), write('c')]);
    failing = undefined;

    await write('d');

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(wordsOnDisk()).toEqual(['d']);
  });

  it('wait for the commit with what they only read', async () => {
    const reading = async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from words`.execute(db);
      return [rows[0]?.n, wordsOnDisk().length];
    };

    const [, read] = await Promise.all([write('a'), reading(), write('b')]);

    expect(read).toEqual([1, 2]);
  });

  it('let everything else happen in between', async () => {
    let turns = 0;
    const other = setInterval(() => {
      turns += 1;
    }, 0);

    await Promise.all(Array.from({ length: 300 }, (_, index) => write(`word ${index}`)));
    clearInterval(other);

    expect(turns).toBeGreaterThan(1);
  });
});
