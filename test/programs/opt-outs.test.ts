import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runNode } from '../support/run-node.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opt-outs-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const env = { DATABASE_URL: `file:${join(folder, 'ledger.db')}` };
  const { code, said } = await runNode(['src/programs/opt-outs.ts', ...args], env);
  return { code, said: said.trim().split('\n') };
}

async function fileOf(text: string): Promise<string> {
  const path = join(folder, 'said-no.csv');
  await writeFile(path, text);
  return path;
}

describe('npm run opt-outs', { timeout: 60_000 }, () => {
  it('takes down the people of a list, names the rows that cannot be read, and tells the same twice', async () => {
    const path = await fileOf('name;phone\nAsha;+91 98765 43210\nBen;12345\n;\nCarla;+91 98765 43211\n');

    const dry = await run('import', path, '--dry-run');
    const first = await run('import', path);
    const again = await run('import', path, '--scope', 'all');
    const exported = await run('export');

    expect(dry.said.at(-1)).toBe('2 people would get no messages. 1 row cannot be read. Nothing was changed.');
    expect(first.code).toBe(1);
    expect(first.said[0]).toBe('Read as UTF-8, separated by semicolons. The numbers are in column B.');
    expect(first.said[1]).toMatch(/^✕ Row 3: /);
    expect(first.said.at(-1)).toBe('2 people get no messages from now on.');
    expect(again.said.at(-1)).toBe('2 people get no messages from now on. 2 of them had said so before.');
    expect(exported.said[0]).toBe('phone,said no to,how,by,since (UTC),evidence');
    expect(
      exported.said
        .slice(1)
        .map((line) => line.split(',').slice(0, 3).join(','))
        .toSorted(),
    ).toEqual(['•••• 3210,all,import', '•••• 3211,all,import']);
  });

  it('reads a list that has no row of names, and asks which column it is where that is not clear', async () => {
    const bare = await run('import', await fileOf('+91 98765 43210\n+91 98765 43211\n'), '--scope', 'marketing');
    expect(bare.said.at(-1)).toBe('2 people get no marketing from now on.');

    const two = 'phone,mobile\n+91 98765 43210,+91 98765 43211\n';
    const asked = await run('import', await fileOf(two));
    expect(asked).toMatchObject({ code: 1 });
    expect(asked.said[0]).toContain('Say which with --column and its letter: column A (phone), column B (mobile).');
    expect((await run('import', await fileOf(two), '--column', 'b')).said.at(-1)).toBe(
      '1 person gets no messages from now on.',
    );
  });

  it('changes nothing and fails where the ledger cannot be opened', async () => {
    const path = await fileOf('phone\n+91 98765 43210\n');
    await writeFile(join(folder, 'ledger.db'), 'This is no ledger, and it is longer than the head of one. '.repeat(20));

    const { code, said } = await run('import', path);

    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/^✕ The ledger cannot be opened \(.+\)\. Nothing was changed\.$/);
  });

  it('says what it does not understand', async () => {
    expect((await run()).said[0]).toContain('Say what to do');
    expect((await run('import', join(folder, 'missing.csv'))).said[0]).toContain('cannot be read');
    expect((await run('import', await fileOf('name\nAsha\n'))).said[0]).toContain('No column has phone numbers.');
    expect((await run('import', 'x', '--scope', 'some')).said[0]).toContain('--scope takes marketing, all');
  });
});
