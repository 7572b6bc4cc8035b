import { createTemplateSearch } from '../../core/search/template-search.ts';
import { mergeTemplates } from '../../core/template/merge.ts';
import { unknownWord } from '../../core/template/status.ts';
import type { Template, TemplateStatus } from '../../core/template/template.ts';
import type { Log } from '../ports/ports.ts';
import { readSnapshot, writeSnapshot } from './catalogue-snapshot.ts';
import { createProviderList, type TemplateNews } from './provider-list.ts';
import type { FreshCatalogue, ListTemplates, TextCache } from './template-ports.ts';

export interface LiveCatalogue extends FreshCatalogue {
  /** Shows the list of the last run at once and reads a new one; nobody has to wait for either. */
  start(): void;
  applyNews(news: TemplateNews): void;
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
  readonly everyMs?: number;
}

const EVERY_MS = 5 * 60_000;
const CACHE_KEY = 'provider';
/** Words come from outside; what is noted of them must not pile up. */
const MAX_NOTED_WORDS = 100;

/**
 * Keeps one list of templates: the file's, with the provider's statuses and whatever else the provider has. When the
 * provider cannot be asked the old list serves, over a restart too.
 */
export function createLiveCatalogue(needs: Needs): LiveCatalogue {
  const { file, cache, now, log } = needs;
  const provider = createProviderList(needs.readEntry);
  const noteUnknown = createUnknownWords(log);
  let problem: string | undefined;
  let templates = file.templates();
  let search = createTemplateSearch(templates);
  let refreshing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function put(): void {
    templates = mergeTemplates(file.templates(), provider.templates());
    search = createTemplateSearch(templates);
  }

  async function readAgain(): Promise<void> {
    const asOf = now();
    const list = await needs.listTemplates();
    if (!list.ok) {
      if (problem !== list.failure)
        log.warn({ problem: list.failure, kept: templates.length }, 'templates not refreshed');
      problem = list.failure;
      return;
    }
    problem = undefined;
    if (provider.take(list.value, asOf)) put();
    for (const { name, status } of list.value) noteUnknown(name, status);
    log.debug({ listed: list.value.length, templates: templates.length }, 'templates refreshed');
    await cache.set(CACHE_KEY, writeSnapshot({ asOf, listed: list.value }));
  }

  function refresh(): Promise<void> {
    refreshing ??= readAgain()
      .catch((error: unknown) => log.warn({ err: error }, 'templates not refreshed'))
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  async function recall(): Promise<void> {
    const kept = readSnapshot(await cache.get(CACHE_KEY));
    if (kept !== undefined && provider.asOf() === undefined && provider.take(kept.listed, kept.asOf)) put();
  }

  file.onChange(put);

  return {
    search: (query, limit) => search(query, limit),
    find: (name, language) => templates.find((one) => one.name === name && one.language === language),
    freshness: () => ({ asOf: provider.asOf(), problem }),
    refresh,
    start() {
      void recall()
        .catch((error: unknown) => log.warn({ err: error }, 'templates of the last run not read'))
        .then(refresh);
      timer = setInterval(() => void refresh(), needs.everyMs ?? EVERY_MS).unref();
    },
    applyNews(news) {
      provider.applyNews(news, now());
      noteUnknown(news.name, news.status);
      log.info({ template: news.name, language: news.language, status: news.status }, 'template has a new status');
      put();
    },
    stop: () => clearInterval(timer),
  };
}

/** Logs each word for a status that is not known once, with the first template that had it. */
function createUnknownWords(log: Log): (template: string, status: TemplateStatus | undefined) => void {
  const noted = new Set<string>();
  return (template, status) => {
    const word = status === undefined ? undefined : unknownWord(status);
    if (word === undefined || noted.has(word) || noted.size >= MAX_NOTED_WORDS) return;
    noted.add(word);
    log.warn({ template, word }, 'template status not known, so the template is not sent');
  };
}
