import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIST_REVIEW_VIEW } from '../../src/slack/ids.ts';
import type { Bench } from './bench.ts';
import { type Server, startBot } from './contestants.ts';
import type { Database } from './databases.ts';
import { createLoad, type Load } from './load.ts';
import { listCommand, listSubmission } from './slack-requests.ts';

/** With the column of numbers, ten. */
const FIELDS = 9;
/** Numbers that rise by one are taken for a column that was dragged down. */
const STEP = 7;
const FIRST_NUMBER = 919_810_000_000;
const MAX_REVIEW_MS = 60_000;

/** A bot that takes lists, and a person at its form. */
export interface ListDesk {
  readonly bot: Server;
  readonly load: Load;
  /** Chooses a file of so many rows, with words that no other has. */
  review(): Promise<Reviewed>;
  close(): Promise<void>;
}

interface Reviewed {
  /** From the press on "Review" to the review on its way to Slack. */
  readonly ms: number;
  readonly viewId: string;
  /** The review as it is shown, as JSON. */
  readonly view: string;
}

/** @param rows of each file @param environment goes over the usual one */
export async function openListDesk(
  bench: Bench,
  { url }: Database,
  rows: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<ListDesk> {
  const { upstreams, folder } = bench;
  const templates = join(folder, 'templates-of-lists.yml');
  await writeFile(templates, templatesFile());
  const own = { LIST_MAX_ROWS: String(rows), TEMPLATES_FILE: templates };
  await upstreams.reset();
  const bot = await startBot({ ...bench, databaseUrl: url, environment: { ...own, ...environment } });
  const load = createLoad(bot.origin, 1);
  await load.post(listCommand(randomUUID(), 'visit'));
  await upstreams.awaits('views', 1);
  const { lastView: form = '{}' } = await upstreams.record();
  let files = 0;
  return {
    bot,
    load,
    async review() {
      files += 1;
      const viewId = `VLIST${files}`;
      await upstreams.upload(csvOf(rows, files));
      const arrives = upstreams.awaits('reviews', files, MAX_REVIEW_MS);
      const { startedAt } = await load.post(listSubmission(viewId, form));
      await arrives;
      const { lastView: view = '{}', reviews } = await upstreams.record();
      if (!view.includes(LIST_REVIEW_VIEW)) throw new Error(`there is no review, but ${view.slice(0, 500)}`);
      return { ms: (reviews[viewId] ?? Number.NaN) - startedAt, viewId, view };
    },
    async close() {
      await load.close();
      await bot.stop();
    },
  };
}

function templatesFile(): string {
  const values = Array.from({ length: FIELDS }, (_, index) => index + 1);
  const text = `About your visit: ${values.map((value) => `{{${value}}}`).join(', ')}. Thank you.`;
  const example = values.map((value) => `value ${value}`).join(', ');
  return `templates:\n  - {name: visit, language: en, category: UTILITY, components: [{type: BODY, text: "${text}", example: {body_text: [[${example}]]}}]}\n`;
}

function csvOf(rows: number, file: number): string {
  const fields = Array.from({ length: FIELDS }, (_, index) => index + 1);
  const lines = Array.from({ length: rows }, (_, row) => {
    const number = FIRST_NUMBER + (file * rows + row) * STEP;
    return [`+${number}`, ...fields.map((field) => `value ${field} of guest ${row} in file ${file}`)].join(',');
  });
  return [['phone', ...fields].join(','), ...lines].join('\n');
}
