import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readConfig } from '../config/config.ts';
import { mergeTemplates } from '../core/template/merge.ts';
import { obstacleTo, warningOf } from '../core/template/sendability.ts';
import { type Template, templateKey } from '../core/template/template.ts';
import { differenceLine, notComparedLine, textWarning } from '../core/template/text-note.ts';
import { importTemplates } from '../files/templates/import-templates.ts';
import { problemsToFix, readTemplates } from '../files/templates/read-templates.ts';
import { readArguments, refuseArguments } from './arguments.ts';
import { readKaleyraList } from './kaleyra-list.ts';
import { endOnUncaughtError } from './uncaught-error.ts';

endOnUncaughtError('The templates program');

const HELP = `npm run templates -- check          what cannot be sent or has another text than Kaleyra, and why; asks Kaleyra when it is configured
npm run templates -- import FILE    adds what WhatsApp Manager or the Graph API exported to the templates file

  --file PATH    the templates file (TEMPLATES_FILE, or templates.yml)
`;

const MAX_LEFT_OUT_LINES = 20;
const NOT_ASKED = 'The statuses are those of the file; the texts are from the file, not compared.';

const { values, positionals } = readArguments(HELP, { file: { type: 'string' } });
const [command, exportPath, ...more] = positionals;
const path = values.file ?? process.env['TEMPLATES_FILE'] ?? 'templates.yml';
if (command === 'check' && exportPath === undefined) process.exitCode = await check();
else if (command === 'import' && exportPath !== undefined && more.length === 0)
  process.exitCode = await importFrom(exportPath);
else refuseArguments(problemOf(positionals), HELP);

function problemOf([command, ...words]: readonly string[]): string {
  if (command === undefined) return 'Say what to do: check, or import and a file';
  if (command === 'check') return `check takes no more words, not “${words.join(' ')}”`;
  if (command === 'import') return words.length === 0 ? 'import takes the file to import' : 'import takes one file';
  return `There is no “${command}”: it is check or import`;
}

/**
 * @returns 1 when the file has to be fixed, or its text is not the one that Kaleyra lists; a template that WhatsApp paused
 *   is no fault of the file.
 */
async function check(): Promise<number> {
  const text = await readText(path);
  if (!text.ok) return say(`✕ ${text.failure}`, 1);
  const read = readTemplates(text.value, basename(path));
  if (!read.ok) return say(`✕ ${read.failure.sentence}`, 1);
  // What keeps a template from being sent at all is printed below, with the other templates that cannot be sent.
  const problems = problemsToFix(read.value);
  for (const { sentence } of problems) say(`✕ ${sentence}`);
  const templates = await withKaleyra(read.value.templates);
  const blocked = templates.flatMap((template) => {
    const obstacle = obstacleTo(template);
    return obstacle === undefined ? [] : [`– ${templateKey(template)}: ${obstacle.sentence} ${obstacle.instead}`];
  });
  for (const line of blocked) say(line);
  for (const template of templates) {
    const warning = warningOf(template);
    if (warning !== undefined) say(`! ${templateKey(template)}: ${warning}`);
  }
  const isOtherText = templates.map(sayText).includes(true);
  const sendable = templates.length - blocked.length;
  const noun = templates.length === 1 ? '1 template' : `${templates.length} templates`;
  return say(`${noun}: ${sendable} can be sent, ${blocked.length} cannot.`, problems.length > 0 || isOtherText ? 1 : 0);
}

/** @returns whether the text in the file is not known to be the approved one, though Kaleyra lists the template. */
function sayText(template: Template): boolean {
  const key = templateKey(template);
  const { textNote } = template;
  const remark = notComparedLine(template);
  if (remark !== undefined) say(`? ${key}: ${remark}`);
  const warning = textWarning(template);
  if (warning === undefined) return false;
  say(`✕ ${key}: ${warning}`);
  if (textNote?.kind === 'differs') for (const one of textNote.differences) say(`    ${differenceLine(one)}`);
  return true;
}

/** @returns the file's templates with Kaleyra's statuses and Kaleyra's other templates; only the file's when Kaleyra gives no list. */
async function withKaleyra(own: readonly Template[]): Promise<readonly Template[]> {
  const config = readConfig(process.env);
  if (!config.ok) {
    say(`? Kaleyra was not asked: it is not configured here. ${NOT_ASKED}`);
    return own;
  }
  const list = await readKaleyraList(config.value.kaleyra);
  if (!list.ok) {
    say(`? ${list.failure}. ${NOT_ASKED}`);
    return own;
  }
  return mergeTemplates(own, list.value);
}

/** @returns 1 when nothing was written or something was left out. */
async function importFrom(from: string): Promise<number> {
  const exported = await readText(from);
  if (!exported.ok) return say(`✕ ${exported.failure} Nothing was changed.`, 1);
  const file = await readText(path);
  if (!file.ok && !file.isMissing) return say(`✕ ${file.failure} Nothing was changed.`, 1);
  const before = file.ok ? file.value : '';
  const done = importTemplates(before, exported.value, basename(from));
  if (!done.ok) return say(`✕ ${done.failure} Nothing was changed.`, 1);
  const { text, added, updated, unchanged, refused, leftOut } = done.value;
  if (added.length + updated.length + unchanged.length + refused === 0)
    return say(`✕ ${basename(from)} holds no templates: its list is empty. Nothing was changed.`, 1);
  if (text !== before) {
    const fault = await writeFile(path, text).catch(codeOf);
    if (fault !== undefined) return say(`✕ ${path} could not be written (${fault}). Nothing was changed.`, 1);
  }
  for (const key of added) say(`+ ${key}`);
  for (const key of updated) say(`~ ${key}`);
  for (const sentence of leftOut.slice(0, MAX_LEFT_OUT_LINES)) say(`✕ Left out: ${sentence}`);
  if (refused > MAX_LEFT_OUT_LINES) say(`✕ Left out: ${refused - MAX_LEFT_OUT_LINES} more.`);
  const counts = `${added.length} added, ${updated.length} updated, ${unchanged.length} unchanged in ${path}.`;
  return say(counts, refused > 0 ? 1 : 0);
}

type ReadText =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly isMissing: boolean; readonly failure: string };

async function readText(from: string): Promise<ReadText> {
  try {
    return { ok: true, value: await readFile(from, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    const isMissing = code === 'ENOENT';
    return {
      ok: false,
      isMissing,
      failure: isMissing ? `${from} does not exist.` : `${from} cannot be read (${code}).`,
    };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'for a reason that was not given';
}

function say(line: string, exitCode = 0): number {
  process.stdout.write(`${line}\n`);
  return exitCode;
}
