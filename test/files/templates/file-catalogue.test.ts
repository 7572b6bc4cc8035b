import { writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileCatalogue, openFileCatalogue } from '../../../src/files/templates/file-catalogue.ts';
import type { Log } from '../../../src/flow/ports/log.ts';

interface Line {
  readonly level: string;
  readonly data: object;
  readonly message: string;
}

let folder: string;
let path: string;
let lines: Line[];
let catalogue: FileCatalogue | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  path = join(folder, 'templates.yml');
  lines = [];
});

afterEach(async () => {
  catalogue?.close();
  await rm(folder, { recursive: true });
});

function logInto(level: string) {
  return (data: object, message: string) => void lines.push({ level, data, message });
}

const log: Log = { debug: logInto('debug'), info: logInto('info'), warn: logInto('warn'), error: logInto('error') };

// Written in one go: no two looks at the file find it half written, however slow the machine is.
async function open(text?: string): Promise<FileCatalogue> {
  if (text !== undefined) writeFileSync(path, text);
  catalogue = await openFileCatalogue({ path, log, pollMs: 20 });
  return catalogue;
}

function entry(name: string, rest = ''): string {
  return `- { name: ${name}, language: en, category: UTILITY, components: [{ type: BODY, text: Hello }]${rest} }\n`;
}

function names(opened: FileCatalogue): string[] {
  return opened.templates().map(({ name }) => name);
}

describe('the template catalogue of a file', () => {
  it('finds and lists what the file holds', async () => {
    const opened = await open(entry('order_update') + entry('booking_confirm'));

    expect(names(opened)).toEqual(['order_update', 'booking_confirm']);
    expect(opened.templates()[0]?.body.text).toBe('Hello');
    expect(opened.problems()).toEqual([]);
  });

  it('lists those that are not approved too', async () => {
    const opened = await open(entry('first') + entry('second', ', status: PAUSED'));

    expect(opened.templates().map(({ status }) => status)).toEqual(['APPROVED', 'PAUSED']);
  });

  it('calls its listeners after each change', async () => {
    const opened = await open(entry('first'));
    const seen: string[][] = [];
    opened.onChange(() => seen.push(names(opened)));

    writeFileSync(path, entry('second'));

    await vi.waitFor(() => expect(seen).toEqual([['second']]), { timeout: 10_000 });
  });

  it('says at once what has to be fixed, with the file’s name but not its folder', async () => {
    const opened = await open(entry('first') + entry('second', ', category: NEWS').replace('category: UTILITY, ', ''));

    expect(names(opened)).toEqual(['first']);
    expect(opened.problems()).toMatchObject([
      { file: 'templates.yml', line: 2, template: 'second (en)', field: 'category' },
    ]);
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'templates to fix', data: { sentences: [expect.stringContaining('templates.yml, line 2: ')] } },
    ]);
  });

  it('warns of nothing when a template can never be sent from here: there is nothing to fix', async () => {
    const opened = await open(entry('first').replace('[{', '[{ type: HEADER, format: LOCATION }, {'));

    expect(opened.templates()[0]?.unsendable).toBeDefined();
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('starts empty without a file, says so, and fills when the file comes', async () => {
    const opened = await open();

    expect(names(opened)).toEqual([]);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        data: { problem: expect.stringContaining('templates.yml does not exist.'), kept: 0 },
      }),
    ]);

    writeFileSync(path, entry('first'));
    await vi.waitFor(() => expect(names(opened)).toEqual(['first']), { timeout: 10_000 });
    expect(opened.problems()).toEqual([]);
  });

  it('picks up a change, in place or by a new file put over the old one', async () => {
    const opened = await open(entry('first'));

    writeFileSync(path, entry('first') + entry('second'));
    await vi.waitFor(() => expect(names(opened)).toEqual(['first', 'second']), { timeout: 10_000 });

    writeFileSync(`${path}.new`, entry('third'));
    await rename(`${path}.new`, path);
    await vi.waitFor(() => expect(names(opened)).toEqual(['third']), { timeout: 10_000 });
  });

  it('keeps the old list while the file is broken, says so once, and recovers', async () => {
    const opened = await open(entry('first'));

    writeFileSync(path, `${entry('first')}  - name: [`);
    await vi.waitFor(() => expect(opened.problems()).toHaveLength(1), { timeout: 10_000 });
    expect(names(opened)).toEqual(['first']);
    const before = opened.problems();
    expect(before[0]?.sentence).toContain('the file cannot be read as YAML');

    writeFileSync(path, `${entry('first')}  - name: [ `);
    await vi.waitFor(() => expect(opened.problems()).not.toBe(before), { timeout: 10_000 });
    expect(opened.problems()).toEqual(before);

    writeFileSync(path, entry('second'));
    await vi.waitFor(() => expect(names(opened)).toEqual(['second']), { timeout: 10_000 });
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'template file not read', data: { kept: 1 } },
    ]);
  });

  it('never takes a file that is being written for an empty one', async () => {
    const opened = await open(entry('first'));
    const seen: string[][] = [];
    opened.onChange(() => seen.push(names(opened)));

    const until = performance.now() + 500;
    while (performance.now() < until) {
      writeFileSync(path, '');
      await nextTurn();
      writeFileSync(path, entry('first'));
      await nextTurn();
    }
    writeFileSync(path, entry('second'));

    await vi.waitFor(() => expect(names(opened)).toEqual(['second']), { timeout: 10_000 });
    expect(seen.filter((list) => list.length === 0)).toEqual([]);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('keeps the old list when the file is taken away', async () => {
    const opened = await open(entry('first'));

    await rm(path);
    await vi.waitFor(() => expect(opened.problems()).toHaveLength(1), { timeout: 10_000 });

    expect(names(opened)).toEqual(['first']);
  });

  it('stops looking once it is closed', async () => {
    const closed = await open(entry('first'));
    closed.close();
    const other = await openFileCatalogue({ path, log, pollMs: 20 });

    writeFileSync(path, entry('second'));
    await vi.waitFor(() => expect(names(other)).toEqual(['second']), { timeout: 10_000 });
    other.close();

    expect(names(closed)).toEqual(['first']);
  });
});
