import { STATUS_NOT_SAID, statusAfter } from './status.ts';
import type { Template, TemplateStatus } from './template.ts';

/** A template in the provider's list. */
export interface ListedTemplate {
  readonly name: string;
  /** Undefined when the list does not say it: then the entry counts for every language. */
  readonly language: string | undefined;
  /** Undefined when the list does not say it: then the file's counts, and a template of the list alone is not sent. */
  readonly status: TemplateStatus | undefined;
  /** Undefined when the list holds no text that can be read. */
  readonly template: Template | undefined;
}

const WITHOUT_TEXT =
  'is in Kaleyra’s list without its text; add it to the templates file, or send it with “Another template, by its name”';

/**
 * The templates of the file and those of the provider as one list: the file's text, labels and order win, the
 * provider's status does. What only one of them knows is in the list too.
 */
export function mergeTemplates(own: readonly Template[], listed: readonly ListedTemplate[]): readonly Template[] {
  const exact = new Map<string, ListedTemplate>();
  const anyLanguage = new Map<string, ListedTemplate>();
  for (const one of listed) {
    if (one.language === undefined) anyLanguage.set(one.name, one);
    else {
      const key = keyOf(one.name, one.language);
      // The name of a deleted template may be taken again, and then both are listed.
      if (one.status !== 'DELETED' || !exact.has(key)) exact.set(key, one);
    }
  }
  const kept = own.map((template) => {
    const key = keyOf(template.name, template.language);
    const said = (exact.get(key) ?? anyLanguage.get(template.name))?.status;
    const status = said === undefined ? template.status : statusAfter(template.status, said);
    return status === template.status ? template : { ...template, status };
  });
  const known = new Set(own.map(({ name, language }) => keyOf(name, language)));
  return [...kept, ...[...exact].flatMap(([key, one]) => (known.has(key) ? [] : listedOnly(one)))];
}

/** `en-US` and `en_us` are one language. */
export function keyOf(name: string, language: string): string {
  return `${name}:${language.toLowerCase().replaceAll('-', '_')}`;
}

function listedOnly({ name, language, status = STATUS_NOT_SAID, template }: ListedTemplate): Template[] {
  if (language === undefined) return [];
  if (template !== undefined) return [{ ...template, status }];
  return [
    {
      name,
      language: language.replaceAll('-', '_'),
      category: 'UTILITY',
      status,
      header: undefined,
      body: { text: '', parameters: [] },
      footer: undefined,
      buttons: [],
      unsendable: WITHOUT_TEXT,
    },
  ];
}
