import { fail, ok, type Result } from '../../core/result.ts';
import { type Template, templateKey } from '../../core/template/template.ts';
import type { SourcePath } from '../yaml.ts';
import type { EntryProblem } from './entry-problem.ts';
import { readTemplate } from './read-template.ts';
import { TemplateEntry } from './template-entry.ts';
import { readTemplateSource, type TemplateSource, withoutBlanks } from './template-list.ts';

/** Something in the file that a person has to fix. */
export interface CatalogueProblem {
  readonly file: string;
  readonly line: number;
  /** `booking_confirm (en)`; left out when it concerns the whole file. */
  readonly template?: string;
  /** `components[1].text`; left out when it concerns the whole file. */
  readonly field?: string;
  /** File, line, template, field, and what to do, in words. */
  readonly sentence: string;
}

export interface TemplateList {
  readonly templates: readonly Template[];
  readonly problems: readonly CatalogueProblem[];
}

/** The problems that a person can fix: why a template cannot be sent from here at all is none of them. */
export function problemsToFix({ templates, problems }: TemplateList): readonly CatalogueProblem[] {
  const never = templates.filter(({ unsendable }) => unsendable !== undefined);
  const named = new Set(never.map(({ name, language }) => `${name} (${language})`));
  return problems.filter(({ template }) => !named.has(template ?? ''));
}

/**
 * Reads a catalogue. A template with a problem is left out and the others are kept.
 *
 * @param file the name of the file in the problems.
 * @returns a failure when the file as a whole cannot be read.
 */
export function readTemplates(text: string, file: string): Result<TemplateList, CatalogueProblem> {
  const source = readTemplateSource(text);
  if (source.ok) return ok(listOf(source.value, file));
  const { line, what } = source.failure;
  const sentence = `${file}, line ${line}: the file ${what}.`;
  return fail({ file, line, sentence });
}

function listOf(source: TemplateSource, file: string): TemplateList {
  const byKey = new Map<string, { readonly template: Template; readonly at: number }>();
  const problems: CatalogueProblem[] = [];
  source.entries.forEach((entry, at) => {
    const name = nameOf(entry, at);
    const { template, problems: found } = readEntry(entry);
    const first = template && byKey.get(templateKey(template));
    if (first !== undefined) found.push(secondOf(source.lineOf([first.at])));
    else if (template !== undefined) byKey.set(templateKey(template), { template, at });
    for (const problem of found) problems.push(problemOf(problem, name, file, source, at));
  });
  return { templates: [...byKey.values()].map(({ template }) => template), problems };
}

/** Reads one entry in Meta's format. @returns undefined when something in it has to be fixed first. */
export function readOneTemplate(entry: unknown): Template | undefined {
  return readEntry(withoutBlanks(entry)).template;
}

/** What is wrong with one entry of a source, in the order of its keys. @param file the name of the file in the problems. */
export function entryProblems(source: TemplateSource, at: number, file: string): readonly CatalogueProblem[] {
  const entry = source.entries[at];
  return readEntry(entry).problems.map((problem) => problemOf(problem, nameOf(entry, at), file, source, at));
}

function readEntry(entry: unknown): { readonly template: Template | undefined; readonly problems: EntryProblem[] } {
  const parsed = TemplateEntry.safeParse(entry);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(stepOf), what: message }));
    return { template: undefined, problems };
  }
  const { template, blocking, remarks } = readTemplate(parsed.data);
  return { template: blocking.length > 0 ? undefined : template, problems: [...blocking, ...remarks] };
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}

function secondOf(line: number): EntryProblem {
  return { path: ['name'], what: `is listed in this language a second time; the one in line ${line} is used` };
}

function problemOf(
  { path, what }: EntryProblem,
  template: string,
  file: string,
  source: TemplateSource,
  at: number,
): CatalogueProblem {
  const line = source.lineOf([at, ...path]);
  const field = fieldOf(path);
  const subject = field === '' ? template : `in ${template}, ${field}`;
  return { file, line, template, field, sentence: `${file}, line ${line}: ${subject} ${what}.` };
}

/** As people write a path: `components[1].buttons[0].url`. */
function fieldOf(path: SourcePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function nameOf(entry: unknown, at: number): string {
  const { name, language } = typeof entry === 'object' && entry !== null ? Object(entry) : {};
  if (typeof name !== 'string' || name.trim() === '') return `template ${at + 1}`;
  return typeof language === 'string' ? `${name} (${language})` : name;
}
