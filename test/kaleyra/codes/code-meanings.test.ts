import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorsPage } from '../../../docs/errors-page.ts';
import { CODE_GROUPS, meaningOf, OLD_CODES } from '../../../src/kaleyra/codes/code-meanings.ts';
import { CODES } from '../../support/codes.ts';

describe('what we know of a code', () => {
  it.each(CODES)('is something: %s', (code) => {
    expect(meaningOf(code)).toBeDefined();
  });

  it('is that of today’s code for an old one, and is the same in any case', () => {
    expect(meaningOf('470')).toBe(meaningOf('131047'));
    expect(meaningOf('2003')).toBe(meaningOf('132001'));
    expect(meaningOf(' rbc001 ')).toBe(meaningOf('RBC001'));
    expect(Object.entries(OLD_CODES).filter(([, today]) => meaningOf(today) === undefined)).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString', '', 'E42', '13102', 'HTTP_'])('is nothing: “%s”', (code) => {
    expect(meaningOf(code)).toBeUndefined();
  });

  it('never offers to send again at once what may arrive twice or cannot help', () => {
    for (const { codes } of CODE_GROUPS) {
      for (const [code, { again, step }] of Object.entries(codes)) {
        expect(`${code}: ${again === 'useless' && /(is|then) safe to send/.test(step)}`).toBe(`${code}: false`);
      }
    }
  });
});

describe('docs/errors.md', () => {
  it('is what npm run docs writes', async () => {
    expect(await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage());
  });

  it('has a line for every code', () => {
    const doc = errorsPage();
    const missing = CODES.filter(
      (code) => !/^(E[689]|HTTP_|2\d\d$|\d{3}$|CERT|DEPTH|ERR_|EPROTO|UNABLE|SELF)/.test(code),
    );

    expect(missing.filter((code) => !doc.includes(`| ${code} |`))).toEqual([]);
  });
});
