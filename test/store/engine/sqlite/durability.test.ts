import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../../../src/store/engine/sqlite/engine.ts';
import { SILENT } from '../../opened-ledger.ts';

it('is on the disk before anybody hears that it was written, also when the power fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  const engine = await openSqlite(join(folder, 'ledger.db'), SILENT);
  onTestFinished(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  const FULL = 2;

  const { rows } = await sql<Record<string, unknown>>`pragma synchronous`.execute(engine.db);
  const { rows: journal } = await sql<Record<string, unknown>>`pragma journal_mode`.execute(engine.db);

  expect([rows[0]?.['synchronous'], journal[0]?.['journal_mode']]).toEqual([FULL, 'wal']);
});
