import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGES = globSync(['*.md', 'docs/*.md']);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** Everything that the pattern's first group finds, as `page: what`. */
function found(pattern: RegExp): readonly { readonly page: string; readonly text: string }[] {
  return PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(pattern)].map(([, text = '']) => ({ page, text })),
  );
}

/** As GitHub names a heading in a link. */
function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the pages', () => {
  it('link to files and headings that are there', () => {
    const links = found(/\]\((?!https?:)([^)\s]+)\)/g);
    const lost = links.filter(({ page, text }) => {
      const [path = '', anchor] = text.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });

    expect(links.length).toBeGreaterThan(20);
    expect(lost).toEqual([]);
  });

  it('name commands that are there', () => {
    const commands = found(/npm run ([\w:-]+)/g);

    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter(({ text }) => !Object.hasOwn(scripts, text))).toEqual([]);
  });

  it('name files of the code that are there, with or without src/ before them and .ts behind', () => {
    const folders = [...readdirSync('src'), 'src', 'sandbox', 'tools', 'manifest'].filter(
      (name) => !name.includes('.'),
    );
    const paths = found(new RegExp(`(?<![\\w/.-])((?:${folders.join('|')})/[\\w./-]*\\w)`, 'g'));
    const lost = paths.filter(({ text }) => ![text, `${text}.ts`, `src/${text}`, `src/${text}.ts`].some(existsSync));

    expect(paths.length).toBeGreaterThan(40);
    expect(lost).toEqual([]);
  });

  it.each(['SECURITY.md', 'RELIABILITY.md'])('say of every promise in %s which test checks it', (page) => {
    const [table = ''] = readFileSync(page, 'utf8').split('## What is promised')[1]?.split(/^## /m) ?? [];
    const rows = [...table.matchAll(/^\| (?!promise |---)(.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
    const unchecked = rows.filter(
      (cells) => cells.length !== 3 || !(/`[^`]*\bnpm (run|test)/.test(cells[2] ?? '') || cells[2] === 'the same'),
    );

    expect(rows.length).toBeGreaterThan(10);
    expect(unchecked).toEqual([]);
  });

  it('name tests that are there', () => {
    const tests = found(/(?<![\w/])(test\/[\w/.-]*\w)/g);
    const lost = tests.filter(({ text }) => !existsSync(text) && globSync(`${text}*`).length === 0);

    expect(tests.length).toBeGreaterThan(20);
    expect(lost).toEqual([]);
  });
});
