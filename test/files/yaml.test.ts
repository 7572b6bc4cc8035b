import { describe, expect, it } from 'vitest';
import { readYaml, type SourcePath } from '../../src/files/yaml.ts';

function sourceOf(text: string) {
  const read = readYaml(text);
  if (!read.ok) throw new Error(read.failure.what);
  return read.value;
}

describe('a file that people write', () => {
  it('keeps what is written as it is: no number, no yes and no date is made of it', () => {
    expect(sourceOf('a: 0077\nb: yes\nc: 1.50\nd: true\ne: 2026-11-22\nf: [x, ~]').root).toEqual({
      a: '0077',
      b: 'yes',
      c: '1.50',
      d: 'true',
      e: '2026-11-22',
      f: ['x', null],
    });
  });

  it('may begin with a mark of its encoding, and may be JSON', () => {
    expect(sourceOf('\uFEFFa: b').root).toEqual({ a: 'b' });
    expect(sourceOf('\uFEFF {"a": 7}').root).toEqual({ a: 7 });
    expect(sourceOf('[a: 7]').root).toEqual([{ a: '7' }]);
  });

  it.each<[string, string]>([
    ['YAML', 'first: 1\nlist:\n  - name: a\n  - name: b\n    more: c\n'],
    ['JSON', '{"first": 1,\n "list": [\n  {"name": "a"},\n  {"name": "b",\n   "more": "c"}]}'],
  ])('tells the line of each thing, and of the nearest around what is not there: %s', (_, text) => {
    const lineOf = (...path: SourcePath) => sourceOf(text).lineOf(path);

    expect([lineOf('first'), lineOf('list', 1), lineOf('list', 1, 'more')]).toEqual([1, 4, 5]);
    expect(lineOf('list', 1, 'missing', 'deeper')).toBe(4);
    expect([lineOf('missing'), lineOf()]).toEqual([1, 1]);
  });

  it('begins in its first line, whatever stands before its first key', () => {
    const { lineOf } = sourceOf('# Who may send what\n\nfirst: 1\n');

    expect([lineOf([]), lineOf(['missing']), lineOf(['first'])]).toEqual([1, 1, 3]);
  });

  it.each([
    ['a: [b\nc: d', 2, /^cannot be read as YAML/],
    ['a: b\n\n]', 3, /^cannot be read as YAML/],
    ['a\0b', 1, /^is no text in UTF-8/],
  ])('tells the line where it cannot be read: %j', (text, line, what) => {
    const read = readYaml(text);

    expect(read).toMatchObject({ ok: false, failure: { line, what: expect.stringMatching(what) } });
  });

  it.each([500, 1_000, 5_000, 50_000])('has one line where it is so deep that no line is told: %i', (depth) => {
    expect(sourceOf(`${'['.repeat(depth)}${']'.repeat(depth)}`).lineOf([0])).toBe(1);
  });
});
