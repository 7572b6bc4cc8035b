import { obstacleTo } from '../template/sendability.ts';
import type { Template } from '../template/template.ts';
import { indexTemplates, positionOf, type TemplateIndex } from './template-index.ts';
import { type Matches, matchTemplates } from './template-search.ts';

/** Templates made ready for looking up. */
export interface TemplateShelf {
  readonly count: number;
  /** Those that cannot be sent come last. */
  match(query: string): Matches;
  find(name: string, language: string): Template | undefined;
}

/** @param templates of which no two have the same name and language; they are put in order when somebody first looks. */
export function shelve(templates: readonly Template[]): TemplateShelf {
  let inOrder: readonly TemplateIndex[] | undefined;
  // The first name of a language alone takes 15 ms to ask for, and no start has to wait for it.
  const shelves = () => {
    inOrder ??= putInOrder(templates);
    return inOrder;
  };
  return {
    count: templates.length,
    match: (query) => matchTemplates(shelves(), query),
    find(name, language) {
      for (const index of shelves()) {
        const at = positionOf(index, { name, language });
        if (at !== undefined) return index.templates[at];
      }
      return undefined;
    },
  };
}

/** Those that can be sent, then the others. */
function putInOrder(templates: readonly Template[]): readonly TemplateIndex[] {
  const sendable = templates.filter((template) => obstacleTo(template) === undefined);
  const others = templates.filter((template) => obstacleTo(template) !== undefined);
  return [indexTemplates(sendable), indexTemplates(others)];
}
