import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFileWarnings } from '../../sandbox/bot/file-warnings.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

describe('what the bot says of its files', { timeout: 60_000 }, () => {
  it('stands at the bot, in sentences, until the file is right', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-files-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'mine.yml');
    const right = readFileSync('sandbox/templates.yml', 'utf8');
    writeFileSync(file, right.replace('labels:', 'labels:\n      "9": Nobody'));

    const sandbox = await createSandbox({ templatesFile: file });
    onTestFinished(() => sandbox.stop());
    const warnings = () => sandbox.state().bots[0]?.warnings;

    await vi.waitFor(() => expect(warnings()).toEqual([expect.stringMatching(/^mine\.yml, line \d+: .*\{\{9\}\}/)]));
    writeFileSync(file, right);
    await vi.waitFor(() => expect(warnings()).toEqual([]), { timeout: 10_000 });
  });

  it.each([
    ['{"level":"warn","msg":"template file not read","problem":"a.yml does not exist."}', ['a.yml does not exist.']],
    [
      '{"level":"warn","msg":"templates to fix","sentences":["One.","Two."],"left":3}',
      ['One.', 'Two.', '3 more: npm run templates -- check lists them.'],
    ],
    [
      '{"level":"warn","msg":"other users may write in the folder of the ledger"}',
      ['The ledger’s file: other users may write in the folder of the ledger.'],
    ],
    ['{"level":"warn","msg":"frame ignored"}', []],
    ['{"level":"info","msg":"templates read","problems":2}', []],
    ['not JSON', []],
  ])('is read from %s', (line, sentences) => {
    const warnings = createFileWarnings();

    expect(warnings.read(line)).toEqual(sentences);
    expect(warnings.current()).toEqual(sentences);
    expect(warnings.read(line)).toEqual([]);
  });
});
