import { obstacleTo } from './sendability.ts';
import type { Template } from './template.ts';
import { indexTemplates, positionOf } from './template-index.ts';
import { type Matches, matchTemplates } from './template-search.ts';

/** Templates made ready for looking up. */
export interface TemplateShelf {
  readonly count: number;
  /** Those that cannot be sent come last. */
  match(query: string): Matches;
  find(name: string, language: string): Template | undefined;
}

/** @param templates of which no two have the same name and language. */
export function shelve(templates: readonly Template[]): TemplateShelf {
  const sendable = indexTemplates(templates.filter((template) => obstacleTo(template) === undefined));
  const others = indexTemplates(templates.filter((template) => obstacleTo(template) !== undefined));
  const shelves = [sendable, others];
  return {
    count: templates.length,
    match: (query) => matchTemplates(shelves, query),
    find(name, language) {
      for (const index of shelves) {
        const at = positionOf(index, { name, language });
        if (at !== undefined) return index.templates[at];
      }
      return undefined;
    },
  };
}
