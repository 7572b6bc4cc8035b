import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../../src/store/engine/sqlite/engine.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { openLedgerKey, openNumberKeys } from '../../../src/store/rules/number-key.ts';
import { SILENT } from '../opened-ledger.ts';

async function opened() {
  const folder = await mkdtemp(join(tmpdir(), 'number-keys-'));
  const engine = await openSqlite(join(folder, 'ledger.db'), SILENT);
  onTestFinished(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });
  await migrate(engine);
  return { keyOf: await openNumberKeys(engine), key: await openLedgerKey(engine, 'numbers') };
}

const anyId = fc.stringMatching(/^[A-Z]{2}[.:-][\w.:-]{1,40}$/);
const anyDigits = fc.stringMatching(/^[1-9]\d{6,14}$/);

it('the key of a number is of its digits, as ledgers hold it', async () => {
  const { keyOf, key } = await opened();
  fc.assert(
    fc.property(anyDigits, (digits) => {
      expect(keyOf(`+${digits}`)).toBe(createHmac('sha256', key).update(digits).digest('base64url'));
      expect(keyOf(digits)).toBe(keyOf(`+${digits}`));
    }),
  );
});

it('the key of an ID is of all its characters, and of no number', async () => {
  const { keyOf } = await opened();
  fc.assert(
    fc.property(anyId, anyId, anyDigits, (one, other, digits) => {
      expect(keyOf(one) === keyOf(other)).toBe(one === other);
      expect(keyOf(`IN.${digits}`)).not.toBe(keyOf(`+${digits}`));
    }),
  );
  expect(keyOf('IN.QwErTy')).not.toBe(keyOf('US.AsDfGh'));
});
