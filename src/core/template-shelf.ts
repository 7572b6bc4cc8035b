import { obstacleTo } from './sendability.ts';
import { type Template, templateKey } from './template.ts';
import { indexTemplates, searchTemplates } from './template-search.ts';

/** Templates made ready for looking up. */
export interface TemplateShelf {
  readonly count: number;
  /** Best first, at most `limit`; those that cannot be sent come last. */
  search(query: string, limit: number): readonly Template[];
  find(name: string, language: string): Template | undefined;
}

/** @param templates of which no two have the same name and language. */
export function shelve(templates: readonly Template[]): TemplateShelf {
  const byKey = new Map(templates.map((template) => [templateKey(template), template]));
  const sendable = indexTemplates(templates.filter((template) => obstacleTo(template) === undefined));
  const others = indexTemplates(templates.filter((template) => obstacleTo(template) !== undefined));
  return {
    count: templates.length,
    search: (query, limit) => searchTemplates([sendable, others], query, limit),
    find: (name, language) => byKey.get(templateKey({ name, language })),
  };
}
