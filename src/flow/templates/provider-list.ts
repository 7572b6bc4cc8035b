import { keyOf, type ListedTemplate } from '../../core/template/merge.ts';
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
      const unsettled = news.filter((one) => at.getTime() - one.at.getTime() < SETTLED_MS);
      const isSame = unsettled.length === news.length && JSON.stringify(list) === JSON.stringify(listed);
      news = unsettled;
      asOf = at;
      if (isSame) return false;
      listed = list;
      readable = list.map(({ entry, ...one }) => ({ ...one, template: entry && readEntry(entry) }));
      return true;
    },
    applyNews(one, at) {
      news = [...news, { ...one, at }];
    },
  };
}

function withNews(
  listed: readonly ListedTemplate[],
  { name, language, status }: TemplateNews,
): readonly ListedTemplate[] {
  const isMeant = (one: ListedTemplate): boolean =>
    one.name === name &&
    (language === undefined || one.language === undefined || keyOf(name, one.language) === keyOf(name, language));
  const changed = listed.map((one) => (isMeant(one) ? { ...one, status } : one));
  return listed.some(isMeant) ? changed : [...changed, { name, language, status, template: undefined }];
}
