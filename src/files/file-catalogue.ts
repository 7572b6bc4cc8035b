import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Template } from '../core/template/template.ts';
import type { Log } from '../flow/ports/log.ts';
import { type CatalogueProblem, readTemplates } from './read-templates.ts';

/** The templates of a file, read again whenever it changes. */
export interface FileCatalogue {
  /** As the file is now. */
  templates(): readonly Template[];
  /** Calls `listener` after each change. */
  onChange(listener: () => void): void;
  /** What is wrong with the file as it is now, in its order. */
  problems(): readonly CatalogueProblem[];
  /** Stops looking for changes. */
  close(): void;
}

const MAX_LOGGED_PROBLEMS = 20;

/**
 * Opens the catalogue. A file that is missing or cannot be read gives an empty one that fills as soon as it can be;
 * one that breaks later leaves the templates read before in place.
 *
 * @param pollMs how often the file is looked at; a look costs one `stat` and keeps no process alive.
 */
export async function openFileCatalogue({
  path,
  log,
  pollMs = 1000,
}: {
  readonly path: string;
  readonly log: Log;
  readonly pollMs?: number;
}): Promise<FileCatalogue> {
  const file = basename(path);
  let templates: readonly Template[] = [];
  const listeners: (() => void)[] = [];
  let problems: readonly CatalogueProblem[] = [];
  let fault: string | undefined;

  async function load(): Promise<void> {
    const read = await readCatalogueFile(path, file);
    if ('fault' in read) {
      problems = [read.fault];
      if (fault !== read.fault.sentence)
        log.warn({ problem: read.fault.sentence, kept: templates.length }, 'template file not read');
      fault = read.fault.sentence;
      return;
    }
    templates = read.templates;
    problems = read.problems;
    fault = undefined;
    log.info({ file, templates: templates.length, problems: problems.length }, 'templates read');
    const sentences = problems.slice(0, MAX_LOGGED_PROBLEMS).map(({ sentence }) => sentence);
    if (sentences.length > 0) log.warn({ sentences, left: problems.length - sentences.length }, 'templates to fix');
    for (const listener of listeners) listener();
  }

  let loading = Promise.resolve();
  const onLook = (now: Stats, before: Stats): void => {
    if (!isSameFile(now, before)) loading = loading.then(load);
  };
  // Watched before it is read: a change in between is seen, and costs at most a second reading.
  watchFile(path, { persistent: false, interval: pollMs }, onLook);
  await load();

  return {
    templates: () => templates,
    onChange: (listener) => listeners.push(listener),
    problems: () => problems,
    close: () => unwatchFile(path, onLook),
  };
}

async function readCatalogueFile(path: string, file: string) {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { fault: unreadable(file, error) };
  }
  const read = readTemplates(text, file);
  return read.ok ? read.value : { fault: read.failure };
}

function unreadable(file: string, error: unknown): CatalogueProblem {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const what = missing ? 'is not there' : 'cannot be opened';
  const sentence = `${file} ${what}. A template that is not listed can still be sent by its name.`;
  return { file, line: 1, template: undefined, field: undefined, sentence };
}

/** Reading a file changes the time of its last access, so that alone is no change. */
function isSameFile(now: Stats, before: Stats): boolean {
  return now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino;
}
