import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneProcess, quickFirst } from '../../../tools/mutants/ask-order.ts';
import { apply, changesOf } from '../../../tools/mutants/changes.ts';
import { plan } from '../../../tools/mutants/plan.ts';
import { atMost, likelyScores, scoresOf } from '../../../tools/mutants/score.ts';
import { createTestsOf } from '../../../tools/mutants/tests-of.ts';

function changed(code: string): readonly string[] {
  return changesOf(code).map((change) => apply(code, change));
}

describe('the changes that are tried', () => {
  it.each([
    ['a boundary', 'const f = (n: number) => n < 3;', 'const f = (n: number) => n <= 3;'],
    ['a limit', 'const MAX_ROWS = 50;', 'const MAX_ROWS = 500;'],
    ['one of two conditions', 'const f = () => a && b;', 'const f = () => a || b;'],
    ['a guard', 'function f() { if (a) return 1; g(); }', 'function f() { ; g(); }'],
    ['a statement', 'async function f() { await g(); }', 'async function f() { ; }'],
    ['what is returned', 'function f() { return g(); }', 'function f() { return undefined; }'],
    ['a part of a query', "db.where('a', '=', 1).execute()", 'db.execute()'],
    ['a word that decides', "const f = () => (kind === 'sent');", "const f = () => (kind === 'sent-changed');"],
    ['a condition in SQL', 'sql`delete from t where a = 1 and b = :c`', 'sql`delete from t where true and b = :c`'],
    ['the last condition in SQL', 'sql`select 1 where a = 1 and b = :c`', 'sql`select 1 where a = 1 and true`'],
    ['a condition in brackets', 'sql`x where (a or b = 2) and c`', 'sql`x where (a or true) and c`'],
    ['a comparison in SQL', 'sql`x where a <= :now`', 'sql`x where a < :now`'],
  ])('are made to %s', (_, before, after) => {
    expect(changed(before)).toContain(after);
  });

  it('leave types, imports and sentences for people alone', () => {
    const code = `import { a } from './a.ts';\ntype Kind = 'sent' | 'read';\nconst text = 'Nothing was sent.';`;

    expect(changesOf(code)).toEqual([]);
  });

  it('leave alone what a line of the log says, but not that a warning is told', () => {
    expect(changed("needs.log.info({ count: 3 }, 'sent');")).toEqual([]);
    expect(changed("log.warn({ isLate: true, count: a ?? 1 }, 'late');")).toEqual([';']);
  });

  it('name the line, so that a survivor can be found', () => {
    expect(changesOf('const a = 1;\n\n  if (x > 2) f();')).toContainEqual(
      expect.objectContaining({ line: 3, code: 'if (x > 2) f();', what: '> → >=' }),
    );
  });
});

describe('a call that is left out of a chain', () => {
  it('is named with its arguments, because all calls of a chain begin at one place', () => {
    const code = "db.where('a', '=', 1)\n  .where('b', '=', 2).execute()";

    expect(changesOf(code).map(({ what }) => what)).toEqual(
      expect.arrayContaining([".where('a', '=', 1) dropped", ".where('b', '=', 2) dropped"]),
    );
  });
});

describe('the score of a folder', () => {
  it('is under its goal only when that is no unlucky draw', () => {
    const results = (noticed: number, tried: number) => Array.from({ length: tried }, (_, index) => index < noticed);

    const scores = scoresOf(
      new Map([
        ['http', results(8, 10)],
        ['logging', results(3, 10)],
        ['files', results(1, 1)],
      ]),
    );

    expect(scores.filter(({ isUnderGoal }) => isUnderGoal).map(({ folder }) => folder)).toEqual([
      'logging',
      'all of them',
    ]);
  });

  it('is asked of all folders together, where each alone has too few changes to say anything', () => {
    const few = Array.from({ length: 12 }, (_, index) => [`folder ${index}`, [true, true, false]] as const);

    const under = scoresOf(new Map(few)).filter(({ isUnderGoal }) => isUnderGoal);

    expect(under).toMatchObject([{ folder: 'all of them', tried: 36, noticed: 24 }]);
  });

  it('asks more of the folders where a mistake is a second message', () => {
    expect(
      scoresOf(
        new Map([
          ['core/send', [true]],
          ['http', [true]],
        ]),
      ).map(({ goal }) => goal),
    ).toEqual([0.98, 0.9, 0.9]);
  });

  it('says how little a small sample says', () => {
    const { least, most } = likelyScores(57, 60);

    expect([least, most]).toEqual([expect.closeTo(0.863, 3), expect.closeTo(0.983, 3)]);
    expect(likelyScores(60, 60)).toEqual({ least: expect.closeTo(0.94, 3), most: expect.closeTo(1, 6) });
  });

  it('knows how likely a draw is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.5, max: 0.99, noNaN: true }), (tries, share) => {
        expect(atMost(tries, tries, share)).toBeCloseTo(1, 6);
        expect(atMost(0, tries, share)).toBeCloseTo((1 - share) ** tries, 6);
      }),
    );
  });
});

describe('the changes that are drawn', () => {
  const drawn = (seed: number, each?: number) =>
    plan({ root: process.cwd(), folder: 'src/flow', sample: undefined, each, seed, accepted: [] });

  it('are so many of each folder, and the same for the same seed', () => {
    const { mutants, sizes } = drawn(7, 3);
    const perFolder = Map.groupBy(mutants, ({ folder }) => folder);

    expect([...perFolder].map(([folder, { length }]) => [folder, length])).toEqual(
      expect.arrayContaining([...sizes].map(([folder, size]) => [folder, Math.min(3, size)])),
    );
    expect(drawn(7, 3).mutants).toEqual(mutants);
    expect(drawn(8, 3).mutants).not.toEqual(mutants);
  });

  it('are not asked for where an entry accepts them, and an entry about nothing is told', () => {
    const [first] = drawn(7).mutants;
    if (first === undefined) throw new Error('nothing can be changed');
    const entry = { file: first.file, code: first.change.code, what: first.change.what, reason: '' };
    const gone = { ...entry, code: 'gone();' };
    const planned = plan({
      root: process.cwd(),
      folder: first.file,
      sample: undefined,
      each: undefined,
      seed: 7,
      accepted: [entry, gone],
    });

    expect(planned.mutants.map(({ change }) => change)).not.toContainEqual(first.change);
    expect(planned.stale).toEqual([gone]);
  });
});

describe('the tests that are asked', () => {
  const all = ['test/core/send/delivery/retry.test.ts', 'test/flow/send/deliver-batch.test.ts', 'test/runtime.test.ts'];
  const testsOf = createTestsOf(process.cwd(), all);

  it('are asked by how near their folders are', () => {
    const tests = ['test/slack/access/gate.test.ts', 'test/slack/listeners/presses.test.ts'];
    const file = 'src/slack/listeners/actions/turn-page-action.ts';

    expect(createTestsOf(process.cwd(), tests)(file).map(({ test }) => test)).toEqual(tests.toReversed());
  });

  it('are those that reach the file, nearest first', () => {
    expect(testsOf('src/core/send/delivery/retry.ts').map(({ test }) => test)).toEqual(all.slice(0, 2));
  });
});

describe('the order in which tests are asked', () => {
  const ms = (test: string) => Number(test);

  it('has a slow test before others only where it is much nearer', () => {
    expect(quickFirst(['9000', '10', '20', '30'], ms)).toEqual(['10', '20', '30', '9000']);
    expect(quickFirst(['3000', '10', '20', '30', '40'], ms)).toEqual(['10', '20', '3000', '30', '40']);
    expect(quickFirst(['10', '5000', '20'], ms)).toEqual(['10', '20', '5000']);
  });

  it('has one process for several quick ones, and a process of its own for a slow one', () => {
    expect(oneProcess(['10', '20', '30'], ms)).toEqual(['10', '20', '30']);
    expect(oneProcess(['1500', '1500', '1500'], ms)).toEqual(['1500', '1500']);
    expect(oneProcess(['9000', '10'], ms)).toEqual(['9000']);
    expect(oneProcess(['10', '9000'], ms)).toEqual(['10']);
    expect(oneProcess([], ms)).toEqual([]);
  });
});
