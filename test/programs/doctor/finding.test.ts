import { describe, expect, it } from 'vitest';
import { conclusionOf, exitCodeOf, type Finding, lineOf } from '../../../src/programs/doctor/finding.ts';

const WELL: Finding = { state: 'well', says: 'It works.' };
const found = (state: 'broken' | 'unclear' | 'note'): Finding => ({ state, says: 'It may not.', fix: 'Look.' });

describe('the last line of the doctor', () => {
  it.each([
    [[WELL], 'All is well: 1 check passed.', 0],
    [[WELL, found('note'), WELL], 'All is well: 2 checks passed.', 0],
    [[found('unclear'), WELL], 'Nothing wrong was found, but 1 check could not be made; 1 check passed.', 2],
    [
      [found('unclear'), found('unclear')],
      'Nothing wrong was found, but 2 checks could not be made; 0 checks passed.',
      2,
    ],
    [[found('broken'), WELL], '1 thing has to be fixed; 1 check passed.', 1],
    [
      [found('broken'), found('broken'), found('unclear')],
      '2 things have to be fixed, and 1 check could not be made; 0 checks passed.',
      1,
    ],
  ])('counts what was found, as its exit code tells it: %#', (findings, line, code) => {
    expect([conclusionOf(findings), exitCodeOf(findings)]).toEqual([line, code]);
  });
});

describe('a line of the doctor', () => {
  it('begins with a sign, and has what to do under it', () => {
    expect([WELL, found('broken'), found('unclear'), found('note')].map(lineOf)).toEqual([
      '✓ It works.\n',
      '✕ It may not.\n  Look.\n',
      '? It may not.\n  Look.\n',
      '– It may not.\n  Look.\n',
    ]);
  });
});
