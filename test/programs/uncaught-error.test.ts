import { describe, expect, it } from 'vitest';
import { type Ended, runNode } from '../support/run-node.ts';

/** How a program ends that runs these statements. */
function runProgram(statements: string): Promise<Ended> {
  const program = `import { endOnUncaughtError } from './src/programs/uncaught-error.ts';
    endOnUncaughtError('The doctor');
    ${statements}`;
  return runNode(['--input-type=module', '--eval', program]);
}

describe('a program of the terminal that breaks', () => {
  const ENDS = [
    ['an error', "throw new Error('The disk is full.')", 'The disk is full'],
    ['an error of several lines', "throw new Error('Bad file:\\n at line 2')", 'Bad file'],
    ['an error with a code alone', "throw Object.assign(new Error(), { code: 'ECONNREFUSED' })", 'ECONNREFUSED'],
    ['something else', "throw 'no error at all'", 'no error at all'],
    ['a rejection', "await Promise.reject(new Error('Kaleyra is away'))", 'Kaleyra is away'],
    ['an error in a callback', "setTimeout(() => { throw new Error('Too late') })", 'Too late'],
    ['an unknown argument', "(await import('node:util')).parseArgs({ args: ['--x'] })", "Unknown option '--x'"],
  ] as const;

  it.each(ENDS)('says one sentence and ends with 1 after %s', async (_, statements, reason) => {
    const { code, said } = await runProgram(statements);

    expect(said).toBe(`✕ The doctor stopped: ${reason}. Fix that, or report this line, and run it again.\n`);
    expect(code).toBe(1);
  });

  it('ends in silence when what reads its output is gone', async () => {
    const { code, said } = await runProgram(
      "process.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));",
    );

    expect(said).toBe('');
    expect(code).toBe(1);
  });
});
