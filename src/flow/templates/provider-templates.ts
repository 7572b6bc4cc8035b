import { TEMPLATE_STATUS_SETTLES_MS, TEMPLATE_WARNING_LIFE_MS } from '../../core/limits.ts';
import { keyOf, type ListedTemplate } from '../../core/template/merge.ts';
import { statusAfter, statusWarning } from '../../core/template/status.ts';
import type { Template } from '../../core/template/template.ts';
import type { ProviderTemplate, TemplateStatusChange } from '../ports/templates.ts';

/** The provider's templates: its list as it was read last, with the status changes that callbacks brought since. */
export interface ProviderTemplates {
  templates(): readonly ListedTemplate[];
  /** When the list was asked for that is used now; undefined when there is none. */
  asOf(): Date | undefined;
  /** @param at when the list was asked for. @returns whether it differs from what is used now */
  useList(list: readonly ProviderTemplate[], at: Date): boolean;
  applyStatusChange(change: TemplateStatusChange, at: Date): void;
}

/** @param readEntry reads an entry in Meta's format; undefined when it cannot be read. */
export function createProviderTemplates(readEntry: (entry: unknown) => Template | undefined): ProviderTemplates {
  let list: readonly ProviderTemplate[] = [];
  let listed: readonly ListedTemplate[] = [];
  let changes: readonly (TemplateStatusChange & { readonly at: Date })[] = [];
  let asOf: Date | undefined;

  return {
    templates: () => changes.reduce(withChange, listed),
    asOf: () => asOf,
    useList(newList, at) {
      const stillValid = changes.filter((change) => at.getTime() - change.at.getTime() < lifeOf(change));
      const isSame = stillValid.length === changes.length && JSON.stringify(newList) === JSON.stringify(list);
      changes = stillValid;
      asOf = at;
      if (isSame) return false;
      list = newList;
      listed = list.map(({ entry, ...one }) => ({ ...one, template: entry && readEntry(entry) }));
      return true;
    },
    applyStatusChange(change, at) {
      changes = [...changes.filter((older) => !replaces(change, older)), { ...change, at }];
    },
  };
}

function lifeOf({ status }: TemplateStatusChange): number {
  return statusWarning(status) === undefined ? TEMPLATE_STATUS_SETTLES_MS : TEMPLATE_WARNING_LIFE_MS;
}

/** A warning leaves changes of another kind in force: it says nothing of a template that is held back. */
function replaces(newer: TemplateStatusChange, older: TemplateStatusChange): boolean {
  const isSameKind = statusWarning(newer.status) === undefined || statusWarning(older.status) !== undefined;
  const isWider = newer.language === undefined || older.language !== undefined;
  return isSameKind && isWider && concerns(newer, older);
}

function withChange(listed: readonly ListedTemplate[], change: TemplateStatusChange): readonly ListedTemplate[] {
  const { name, language, status } = change;
  if (!listed.some((one) => concerns(change, one))) {
    return [...listed, { name, language, status, template: undefined, isStatusOnly: true }];
  }
  return listed.map((one) => (concerns(change, one) ? { ...one, status: statusAfter(one.status, status) } : one));
}

/** A change without a language concerns every language of the template. */
function concerns({ name, language }: TemplateStatusChange, one: Pick<ListedTemplate, 'name' | 'language'>): boolean {
  if (one.name !== name) return false;
  return language === undefined || one.language === undefined || keyOf(name, one.language) === keyOf(name, language);
}
