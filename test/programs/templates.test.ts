import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { runNode } from '../support/run-node.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-tool-'));
  path = join(folder, 'templates.yml');
});
afterEach(() => rm(folder, { recursive: true }));

const HELLO = '- { name: hello, language: en, category: UTILITY, components: [{ type: BODY, text: Hello }] }\n';

const MAP = HELLO.replace('hello', 'map').replace('[{', '[{ type: HEADER, format: LOCATION }, {');

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, said } = await runNode(['src/programs/templates.ts', ...args, '--file', path], env);
  return { code, said: said.trim().split('\n') };
}

/** The variables of an account whose list holds these entries. */
async function kaleyraThatLists(entries: readonly object[]): Promise<Readonly<Record<string, string>>> {
  const server = createServer((_, response) => response.end(JSON.stringify({ data: entries })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return {
    SLACK_BOT_TOKEN: 'xoxb-00000000',
    SLACK_SIGNING_SECRET: '00000000',
    KALEYRA_API_DOMAIN: `http://127.0.0.1:${port}`,
    KALEYRA_SID: 'HXIN00000000',
    KALEYRA_API_KEY: '00000000',
    KALEYRA_FROM: '919800000000',
  };
}

describe('npm run templates', { timeout: 30_000 }, () => {
  it('checks the file, and says that Kaleyra was not asked', async () => {
    await writeFile(path, HELLO + HELLO.replace('hello', 'later').replace('UTILITY', 'UTILITY, status: PENDING') + MAP);

    const { code, said } = await run(['check']);

    expect(said).toEqual([
      expect.stringMatching(/^\? Kaleyra was not asked/),

      expect.stringMatching(/^– later:en: later waits for approval by WhatsApp/),
      expect.stringMatching(/^– map:en: map cannot be sent from here: it has a LOCATION header/),
      '3 templates: 1 can be sent, 2 cannot.',
    ]);
    expect(code).toBe(0);
  });

  it('fails for a file that has to be fixed, with the line', async () => {
    await writeFile(path, HELLO + HELLO.replace('UTILITY', 'NEWS'));

    const { code, said } = await run(['check']);

    expect(said[0]).toContain('✕ templates.yml, line 2: in hello (en), category has to be');
    expect(code).toBe(1);
  });

  it('asks Kaleyra when it is configured', async () => {
    await writeFile(path, HELLO);
    const components = [{ type: 'BODY', text: 'Hello' }];

    const { said } = await run(
      ['check'],
      await kaleyraThatLists([{ name: 'hello', language: 'en', status: 'Paused', components }]),
    );

    expect(said).toEqual([
      expect.stringContaining('hello is paused by WhatsApp'),
      '1 template: 0 can be sent, 1 cannot.',
    ]);
  });

  it('fails for a text that is not the one Kaleyra lists, and shows where they begin to differ', async () => {
    await writeFile(path, HELLO + HELLO.replace('hello', 'mine') + HELLO.replace('hello', 'silent'));

    const { code, said } = await run(
      ['check'],
      await kaleyraThatLists([
        { name: 'hello', language: 'en', status: 'Approved', components: [{ type: 'BODY', text: 'Hello {{1}}' }] },
        { name: 'silent', language: 'en', status: 'Approved' },
      ]),
    );

    expect(said).toEqual([
      expect.stringMatching(/^✕ hello:en: The templates file has another text .* It takes 1 value; the file has 0\.$/),
      '    body: the file has “Hello”, Kaleyra has “Hello {{1}}”',
      '? mine:en: Text from the file, not compared with the approved one.',
      expect.stringMatching(/^✕ silent:en: Kaleyra lists silent without its text/),
      '3 templates: 3 can be sent, 0 cannot.',
    ]);
    expect(code).toBe(1);
  });

  it('says nothing of texts that are the same', async () => {
    await writeFile(path, HELLO);

    const { code, said } = await run(
      ['check'],
      await kaleyraThatLists([{ name: 'hello', language: 'en', status: 'Approved', body: 'Hello ' }]),
    );

    expect(said).toEqual(['1 template: 1 can be sent, 0 cannot.']);
    expect(code).toBe(0);
  });

  it('imports an export into the file', async () => {
    const exported = join(folder, 'export.json');
    const entry = { name: 'bye', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Bye' }] };
    await writeFile(path, `# Ours\n${HELLO}`);
    await writeFile(exported, JSON.stringify({ data: [entry] }));

    const { code, said } = await run(['import', exported]);

    expect(said).toEqual(['+ bye:en', `1 added, 0 updated, 0 unchanged in ${path}.`]);
    expect(await readFile(path, 'utf8')).toMatch(/^# Ours\n- \{ name: hello.*\n- name: bye\n/);
    expect(code).toBe(0);
  });

  it('fails with the line of what it had to leave out', async () => {
    const exported = join(folder, 'export.json');
    await writeFile(exported, `{ "data": [\n${JSON.stringify({ name: 'bye', language: 'en' })}\n] }`);

    const { code, said } = await run(['import', exported]);

    expect(said).toEqual([
      '✕ Left out: export.json, line 2: in bye (en), category is missing.',
      `0 added, 0 updated, 0 unchanged in ${path}.`,
    ]);
    expect(code).toBe(1);
  });

  it('says in a sentence what it cannot read', async () => {
    const missing = join(folder, 'export.json');
    await writeFile(join(folder, 'page.html'), '<html>');
    await writeFile(join(folder, 'empty.json'), '{"data": []}');

    expect(await run(['import', missing])).toEqual({
      code: 1,
      said: [`✕ ${missing} does not exist. Nothing was changed.`],
    });
    expect(await run(['import', folder])).toEqual({
      code: 1,
      said: [`✕ ${folder} cannot be read (EISDIR). Nothing was changed.`],
    });
    expect((await run(['import', join(folder, 'page.html')])).said).toEqual([
      '✕ page.html, line 1, holds no list of templates; begin it with templates: and a list. Nothing was changed.',
    ]);
    expect(await run(['import', join(folder, 'empty.json')])).toEqual({
      code: 1,
      said: ['✕ empty.json holds no templates: its list is empty. Nothing was changed.'],
    });
    expect(await run(['check'])).toEqual({ code: 1, said: [`✕ ${path} does not exist.`] });
  });

  it.each([
    [['--colour'], "✕ Unknown option '--colour'."],
    [['import'], '✕ import takes the file to import.'],
    [['import', 'a.json', 'b.json'], '✕ import takes one file.'],
    [['check', 'a', 'b'], '✕ check takes no more words, not “a b”.'],
    [['chekc'], '✕ There is no “chekc”: it is check or import.'],
    [[], '✕ Say what to do: check, or import and a file.'],
  ])('says what is wrong with %j, and explains itself', async (args, sentence) => {
    const { code, said } = await run(args);

    expect(said[0]).toBe(sentence);
    expect(said[2]).toContain('npm run templates -- check');
    expect(code).toBe(1);
  });

  it('warns of a template that WhatsApp has flagged', async () => {
    await writeFile(path, HELLO.replace('UTILITY', 'UTILITY, status: FLAGGED'));

    expect((await run(['check'])).said).toContainEqual(expect.stringContaining('! hello:en: hello was flagged'));
  });
});
