import type { Result } from '../../core/result.ts';
import { type ListedTemplate, mergeTemplates } from '../../core/template/merge.ts';
import { type Template, templateKey } from '../../core/template/template.ts';
import { textWarning } from '../../core/template/text-note.ts';
import { openFileCatalogue } from '../../files/templates/file-catalogue.ts';
import type { KaleyraAccount } from '../../kaleyra/account.ts';
import { readKaleyraList } from '../kaleyra-list.ts';
import { type Check, type Finding, SILENT } from './finding.ts';

const MAX_NAMED = 5;

/** Whether people see the texts that Kaleyra lists; asks Kaleyra only when the file has texts. */
export function checkTexts(path: string, account: KaleyraAccount): Check {
  return async () => {
    const catalogue = await openFileCatalogue({ path, log: SILENT });
    catalogue.close();
    const own = catalogue.templates();
    if (own.length === 0) return { state: 'well', says: 'Every text that people see is Kaleyra’s.' };
    return textsFinding(path, own, await readKaleyraList(account));
  };
}

/**
 * Whether the texts of the file are those that Kaleyra lists.
 *
 * @param path the file, as it is named to people.
 * @param list Kaleyra's list, or why there is none.
 */
function textsFinding(
  path: string,
  own: readonly Template[],
  list: Result<readonly ListedTemplate[], string>,
): Finding {
  if (!list.ok) {
    return {
      state: 'unclear',
      says: `The texts of ${path} were not compared with Kaleyra’s: ${list.failure}.`,
      fix: 'Fix what this page says of Kaleyra, and ask again.',
    };
  }
  const compared = mergeTemplates(own, list.value).slice(0, own.length);
  const warned = compared.filter((template) => textWarning(template) !== undefined);
  if (warned.length > 0) {
    return {
      state: 'broken',
      says: `${path} has other texts than Kaleyra’s list, or texts that cannot be compared with it: ${namesOf(warned)}.`,
      fix: '`npm run templates -- check` shows both texts. Copy Kaleyra’s into the file, or take the template out of it.',
    };
  }
  const open = compared.filter(({ textNote }) => textNote !== undefined);
  if (open.length === 0) return { state: 'well', says: `The texts of ${path} are those of Kaleyra’s list.` };
  return {
    state: 'unclear',
    says: `Text from the file, not compared, as Kaleyra does not list it: ${namesOf(open)}.`,
    fix: `Check its name and language in Kaleyra’s console, or take it out of ${path}.`,
  };
}

function namesOf(templates: readonly Template[]): string {
  const named = templates.slice(0, MAX_NAMED).map(templateKey).join(', ');
  return templates.length > MAX_NAMED ? `${named} and ${templates.length - MAX_NAMED} more` : named;
}
