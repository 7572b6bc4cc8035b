import { withApprovedText } from './approved-text.ts';
import { TEXT_PARTS } from './compare-text.ts';
import { STATUS_NOT_SAID, statusAfter } from './status.ts';
import type { Template, TemplateStatus, TextNote } from './template.ts';

/** A template in the provider's list. */
export interface ListedTemplate {
  readonly name: string;
  /** Undefined when the list does not say it: then the entry counts for every language. */
  readonly language: string | undefined;
  /** Undefined when the list does not say it: then the file's counts, and a template of the list alone is not sent. */
  readonly status: TemplateStatus | undefined;
  /** Undefined when the list holds no text that can be read. */
  readonly template: Template | undefined;
  /** Set when the list names parts of the text one by one, so that one it does not name may exist. */
  readonly isPartial?: boolean;
  /** Set for what only a callback told: it knows a status, and the list says nothing of a text. */
  readonly isStatusOnly?: boolean;
}

const WITHOUT_TEXT =
  'is in Kaleyra’s list without its text; add it to the templates file, or send it with “Another template, by its name”';

/**
 * The templates of the file and those of the provider as one list: the provider's status and its approved text win, the
 * file's labels, settings and order do. What only one of them knows is in the list too. Each template of the file says
 * how its text stands to the provider's.
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
  const withText = listed.filter(({ isStatusOnly }) => isStatusOnly !== true);
  const listedNames = new Set(withText.map(({ name }) => name));
  const languages = Map.groupBy(own, ({ name }) => name);
  const kept = own.map((template) => {
    const { name } = template;
    const inLanguage = exact.get(keyOf(name, template.language));
    const inAny = anyLanguage.get(name);
    const said = (inLanguage ?? inAny)?.status;
    const status = said === undefined ? template.status : statusAfter(template.status, said);
    // A text of no known language can only be that of the one language there is.
    const textIn = inLanguage ?? (languages.get(name)?.length === 1 ? inAny : undefined);
    if (textIn?.template !== undefined)
      return { ...withApprovedText(template, textIn.template, textIn.isPartial === true), status };
    const isListed = textIn !== undefined || inAny !== undefined;
    return { ...template, status, textNote: noteWithoutText(listedNames.has(name), isListed) };
  });
  const known = new Set(own.map(({ name, language }) => keyOf(name, language)));
  return [...kept, ...[...exact].flatMap(([key, one]) => (known.has(key) ? [] : listedOnly(one)))];
}

function noteWithoutText(isNameListed: boolean, isLanguageListed: boolean): TextNote {
  if (!isNameListed) return { kind: 'not_compared', parts: TEXT_PARTS };
  return { kind: 'only_in_file', why: isLanguageListed ? 'no_text' : 'other_languages' };
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
