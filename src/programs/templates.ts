import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { mergeTemplates } from '../core/template/merge.ts';
import { obstacleTo, warningOf } from '../core/template/sendability.ts';
import { type Template, templateKey } from '../core/template/template.ts';
import { importTemplates } from '../files/import-templates.ts';
import { readOneTemplate, readTemplates } from '../files/read-templates.ts';
import { createTemplateStatus } from '../kaleyra/templates/status-callback.ts';

const HELP = `npm run templates -- check          what cannot be sent, and why; asks Kaleyra too when it is configured
npm run templates -- import FILE    adds what WhatsApp Manager or the Graph API exported to the templates file

  --file PATH    the templates file (TEMPLATES_FILE, or templates.yml)
`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { file: { type: 'string' } } });
const path = values.file ?? process.env['TEMPLATES_FILE'] ?? 'templates.yml';
const [command, exportPath] = positionals;

if (command === 'check') process.exitCode = await check();
else if (command === 'import' && exportPath !== undefined) process.exitCode = await add(exportPath);
else {
  process.stderr.write(HELP);
  process.exitCode = 1;
}

/** @returns 1 when the file has to be fixed; a template that WhatsApp paused is no fault of the file. */
async function check(): Promise<number> {
  const read = readTemplates(await readFile(path, 'utf8'), basename(path));
  if (!read.ok) return say(`✕ ${read.failure.sentence}`, 1);
  const listed = new Set(read.value.templates.filter(isBlocked).map(({ name, language }) => `${name} (${language})`));
  // What only keeps a template from being sent from here is told with the others that cannot be sent.
  const problems = read.value.problems.filter(({ template }) => !listed.has(template ?? ''));
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
  const sendable = templates.length - blocked.length;
  const noun = templates.length === 1 ? '1 template' : `${templates.length} templates`;
  return say(`${noun}: ${sendable} can be sent, ${blocked.length} cannot.`, problems.length > 0 ? 1 : 0);
}

function isBlocked({ unsendable }: Template): boolean {
  return unsendable !== undefined;
}

async function withKaleyra(own: readonly Template[]): Promise<readonly Template[]> {
  const config = readConfig(process.env);
  if (!config.ok) {
    say('? Kaleyra was not asked: it is not configured here. The statuses are those of the file.');
    return own;
  }
  const {
    KALEYRA_API_DOMAIN: origin,
    KALEYRA_SID: sid,
    KALEYRA_API_KEY: apiKey,
    KALEYRA_TIMEOUT_MS: timeoutMs,
  } = config.value.values;
  const kaleyra = createTemplateStatus({ origin, sid, apiKey, timeoutMs });
  const list = await kaleyra.listTemplates();
  await kaleyra.close();
  if (!list.ok) {
    say(`? ${list.failure}. The statuses are those of the file.`);
    return own;
  }
  return mergeTemplates(
    own,
    list.value.map(({ entry, ...one }) => ({ ...one, template: entry && readOneTemplate(entry) })),
  );
}

async function add(from: string): Promise<number> {
  const file = await readFile(path, 'utf8').catch(() => '');
  const done = importTemplates(file, await readFile(from, 'utf8'));
  if (!done.ok) return say(`✕ ${done.failure} Nothing was changed.`, 1);
  const { text, added, updated, unchanged, refused } = done.value;
  if (text !== file) await writeFile(path, text);
  for (const key of added) say(`+ ${key}`);
  for (const key of updated) say(`~ ${key}`);
  if (refused > 0) say(`✕ Left out: ${refused} that are not written as Meta’s API gives templates.`);
  return say(`${added.length} added, ${updated.length} updated, ${unchanged.length} unchanged in ${path}.`, 0);
}

function say(line: string, exitCode = 0): number {
  process.stdout.write(`${line}\n`);
  return exitCode;
}
