import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildPage } from '../../sandbox/web/page-bundle.ts';

const LIMIT_BYTES = 150_000;

it('builds the whole page, small enough to be there at once', async () => {
  const page = await buildPage();

  const bytes = [...page.values()].reduce((sum, { body }) => sum + gzipSync(body).length, 0);

  expect([...page.keys()].sort()).toEqual(['/', '/favicon.svg', '/page.css', '/page.js']);
  expect(bytes).toBeLessThan(LIMIT_BYTES);
});

it('asks nothing of any other machine', async () => {
  const page = await buildPage();
  const [html = '', css = ''] = ['/', '/page.css'].map((path) => new TextDecoder().decode(page.get(path)?.body));

  expect(html).toContain('src="/page.js"');
  expect(`${html}${css}`).not.toMatch(/(?:src|href)="(?:https?:)?\/\/|url\(|@import/);
});
