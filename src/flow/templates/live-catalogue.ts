import { TEMPLATE_LIST_INTERVAL_MS } from '../../core/limits.ts';
import { createTemplateSearch } from '../../core/search/template-search.ts';
import { mergeTemplates } from '../../core/template/merge.ts';
import { unknownWord } from '../../core/template/status.ts';
import type { Template, TemplateStatus } from '../../core/template/template.ts';
import type { Log } from '../ports/log.ts';
import type { TextCache } from '../ports/store/text-cache.ts';
import type { FreshCatalogue, ListTemplates, TemplateStatusChange } from '../ports/templates.ts';
import { readSnapshot, writeSnapshot } from './catalogue-snapshot.ts';
import { createProviderTemplates } from './provider-templates.ts';

export interface LiveCatalogue extends FreshCatalogue {
  /** Loads the list of the last run and then reads a new one, both in the background. */
  start(): void;
  applyStatusChange(change: TemplateStatusChange): void;
  stop(): void;
}

interface Needs {
  /** The templates of the file. */
  readonly file: { templates(): readonly Template[]; onChange(listener: () => void): void };
  readonly listTemplates: ListTemplates;
  /** Reads an entry in Meta's format; undefined when it cannot be read. */
  readonly readEntry: (entry: unknown) => Template | undefined;
  readonly cache: TextCache;
  readonly now: () => Date;
  readonly log: Log;
  /** How often the provider's list is read. */
  readonly everyMs?: number;
}

const CACHE_KEY = 'provider';
/** Statuses come from outside; the memory for those that we do not know must not grow without end. */
const MAX_LOGGED_STATUSES = 100;

/**
 * Keeps one list of templates: the file's, with the provider's statuses and texts, and the provider's other templates. While the
 * provider does not answer, the old list is used, after a restart too.
 */
export function createLiveCatalogue(needs: Needs): LiveCatalogue {
  const { file, cache, now, log, everyMs = TEMPLATE_LIST_INTERVAL_MS } = needs;
  const provider = createProviderTemplates(needs.readEntry);
  const logUnknownStatus = createUnknownStatusLog(log);
  let problem: string | undefined;
  let templates = mergeTemplates(file.templates(), []);
  let search = createTemplateSearch(templates);
  let refreshing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function merge(): void {
    templates = mergeTemplates(file.templates(), provider.templates());
    search = createTemplateSearch(templates);
  }

  async function readList(): Promise<void> {
    const asOf = now();
    const list = await needs.listTemplates();
    if (!list.ok) {
      if (problem !== list.failure)
        log.warn({ problem: list.failure, kept: templates.length }, 'templates not refreshed');
      problem = list.failure;
      return;
    }
    problem = undefined;
    if (provider.useList(list.value, asOf)) merge();
    for (const { name, status } of list.value) logUnknownStatus(name, status);
    log.debug({ listed: list.value.length, templates: templates.length }, 'templates refreshed');
    await cache.set(CACHE_KEY, writeSnapshot({ asOf, listed: list.value }));
  }

  function refresh(): Promise<void> {
    refreshing ??= readList()
      .catch((error: unknown) => log.warn({ err: error }, 'templates not refreshed'))
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  async function loadSnapshot(): Promise<void> {
    const snapshot = readSnapshot(await cache.get(CACHE_KEY));
    if (snapshot === undefined || provider.asOf() !== undefined) return;
    if (provider.useList(snapshot.listed, snapshot.asOf)) merge();
  }

  file.onChange(merge);

  return {
    search: (query, limit) => search(query, limit),
    find: (name, language) => templates.find((one) => one.name === name && one.language === language),
    freshness: () => ({ asOf: provider.asOf(), problem }),
    refresh,
    start() {
      void loadSnapshot()
        .catch((error: unknown) => log.warn({ err: error }, 'templates of the last run not read'))
        .then(refresh);
      timer = setInterval(() => void refresh(), everyMs).unref();
    },
    applyStatusChange(change) {
      provider.applyStatusChange(change, now());
      logUnknownStatus(change.name, change.status);
      log.info({ template: change.name, language: change.language, status: change.status }, 'template status changed');
      merge();
    },
    stop: () => clearInterval(timer),
  };
}

/** Logs each status that we do not know once, with the first template that had it. */
function createUnknownStatusLog(log: Log): (template: string, status: TemplateStatus | undefined) => void {
  const logged = new Set<string>();
  return (template, status) => {
    const word = status === undefined ? undefined : unknownWord(status);
    if (word === undefined || logged.has(word) || logged.size >= MAX_LOGGED_STATUSES) return;
    logged.add(word);
    log.warn({ template, word }, 'template status not known, so the template is not sent');
  };
}
