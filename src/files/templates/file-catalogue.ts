import { basename } from 'node:path';
import { errorMessage } from '../../core/error-message.ts';
import type { Template } from '../../core/template/template.ts';
import type { Log } from '../../flow/ports/log.ts';
import { type FileText, watchText } from '../watched-file.ts';
import { type CatalogueProblem, problemsToFix, readTemplates } from './read-templates.ts';

/** The templates of a file, read again whenever it changes. */
export interface FileCatalogue {
  /** The templates that could be read last. */
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
 * @param pollMs how often the file is looked at.
 */
export async function openFileCatalogue({
  path,
  log,
  pollMs,
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

  function onRead(text: FileText): void {
    const read = readCatalogue(text, file);
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
    log.info({ file, templates: templates.length, problems: problemsToFix(read).length }, 'templates read');
    const toFix = problemsToFix(read);
    const sentences = toFix.slice(0, MAX_LOGGED_PROBLEMS).map(({ sentence }) => sentence);
    if (sentences.length > 0) log.warn({ sentences, left: toFix.length - sentences.length }, 'templates to fix');
    for (const listener of listeners) listener();
  }

  const close = await watchText(path, onRead, pollMs);
  return {
    templates: () => templates,
    onChange: (listener) => listeners.push(listener),
    problems: () => problems,
    close,
  };
}

function readCatalogue(text: FileText, file: string) {
  if (!text.ok) return { fault: unreadable(file, text.failure) };
  try {
    const read = readTemplates(text.value, file);
    return read.ok ? read.value : { fault: read.failure };
  } catch (error) {
    // A fault of ours, and still no reason to stop: the file may be edited while the bot runs.
    const sentence = `${file} has something that breaks its reader (${errorMessage(error)}). Take back what you changed last, and report this.`;
    return { fault: { file, line: 1, sentence } };
  }
}

function unreadable(file: string, why: 'missing' | 'unreadable'): CatalogueProblem {
  const what = why === 'missing' ? 'does not exist' : 'cannot be opened';
  const sentence = `${file} ${what}. A template that is not listed can still be sent by its name.`;
  return { file, line: 1, sentence };
}
