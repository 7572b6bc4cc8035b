import { keyOf, type ListedTemplate } from '../../core/template/merge.ts';
import { statusAfter, statusWarning } from '../../core/template/status.ts';
import type { Template, TemplateStatus } from '../../core/template/template.ts';
import type { ProviderTemplate } from './template-ports.ts';

/** News of one template, as the provider's callback brings it. */
export interface TemplateNews {
  readonly name: string;
  /** Undefined means every language of it. */
  readonly language: string | undefined;
  readonly status: TemplateStatus;
}

/** What the provider said last, in its list and in callbacks since. */
export interface ProviderList {
  templates(): readonly ListedTemplate[];
  asOf(): Date | undefined;
  /** @param at when the list was asked for. @returns whether it says anything new. */
  take(list: readonly ProviderTemplate[], at: Date): boolean;
  applyNews(news: TemplateNews, at: Date): void;
}

/** A list that is read so soon after a callback may still say the old thing. */
const SETTLED_MS = 60_000;
/** A list has no word for a warning. WhatsApp takes back a flag, or disables the template, after seven days. */
const WARNING_MS = 7 * 24 * 60 * 60_000;

/** @param readEntry reads an entry in Meta's format; undefined when it cannot be read. */
export function createProviderList(readEntry: (entry: unknown) => Template | undefined): ProviderList {
  let listed: readonly ProviderTemplate[] = [];
  let readable: readonly ListedTemplate[] = [];
  let news: readonly (TemplateNews & { readonly at: Date })[] = [];
  let asOf: Date | undefined;

  return {
    templates: () => news.reduce(withNews, readable),
    asOf: () => asOf,
    take(list, at) {
      const unsettled = news.filter((one) => at.getTime() - one.at.getTime() < lifeOf(one));
      const isSame = unsettled.length === news.length && JSON.stringify(list) === JSON.stringify(listed);
      news = unsettled;
      asOf = at;
      if (isSame) return false;
      listed = list;
      readable = list.map(({ entry, ...one }) => ({ ...one, template: entry && readEntry(entry) }));
      return true;
    },
    applyNews(one, at) {
      news = [...news.filter((older) => !replaces(one, older)), { ...one, at }];
    },
  };
}

function lifeOf({ status }: TemplateNews): number {
  return statusWarning(status) === undefined ? SETTLED_MS : WARNING_MS;
}

/** A warning leaves news of another kind in force: it says nothing of a template that is held back. */
function replaces(newer: TemplateNews, older: TemplateNews): boolean {
  const isSameKind = statusWarning(newer.status) === undefined || statusWarning(older.status) !== undefined;
  const isWider = newer.language === undefined || older.language !== undefined;
  return isSameKind && isWider && isMeant(newer, older);
}

function withNews(listed: readonly ListedTemplate[], news: TemplateNews): readonly ListedTemplate[] {
  const { name, language, status } = news;
  const changed = listed.map((one) => (isMeant(news, one) ? { ...one, status: statusAfter(one.status, status) } : one));
  return listed.some((one) => isMeant(news, one))
    ? changed
    : [...changed, { name, language, status, template: undefined }];
}

/** News without a language is of every language of the template. */
function isMeant({ name, language }: TemplateNews, one: Pick<ListedTemplate, 'name' | 'language'>): boolean {
  if (one.name !== name) return false;
  return language === undefined || one.language === undefined || keyOf(name, one.language) === keyOf(name, language);
}
