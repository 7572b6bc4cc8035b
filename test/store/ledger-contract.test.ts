import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTRACT_FOLDERS } from './ledger-contract.ts';

describe('the contract of the ledger', () => {
  it('runs on SQLite in every folder that has a part of it', () => {
    const folders = globSync('*/sqlite.test.ts', { cwd: import.meta.dirname }).map((file) => basename(dirname(file)));

    expect(folders.sort()).toEqual(CONTRACT_FOLDERS.toSorted());
  });
});
