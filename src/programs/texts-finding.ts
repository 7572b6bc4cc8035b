import type { Result } from '../core/result.ts';
import { type ListedTemplate, mergeTemplates } from '../core/template/merge.ts';
import { type Template, templateKey } from '../core/template/template.ts';
import { textWarning } from '../core/template/text-note.ts';
import type { Finding } from './doctor-checks.ts';

const MOST_NAMED = 5;

/**
 * Whether the texts of the file are those that Kaleyra lists.
 *
 * @param path the file, as it is named to people.
 * @param list Kaleyra's list, or why there is none.
 */
export function textsFinding(
  path: string,
  own: readonly Template[],
  list: Result<readonly ListedTemplate[], string>,
): Finding {
  if (!list.ok)
    return { isWell: undefined, says: `The texts of ${path} were not compared with Kaleyra’s: ${list.failure}.` };
  const compared = mergeTemplates(own, list.value).slice(0, own.length);
  const warned = compared.filter((template) => textWarning(template) !== undefined);
  if (warned.length > 0) {
    return {
      isWell: false,
      says: `${path} has other texts than Kaleyra’s list, or texts that cannot be compared with it: ${namesOf(warned)}.`,
      fix: '`npm run templates -- check` shows both texts. Copy Kaleyra’s into the file, or take the template out of it.',
    };
  }
  const open = compared.filter(({ textNote }) => textNote !== undefined);
  if (open.length === 0) return { isWell: true, says: `The texts of ${path} are those of Kaleyra’s list.` };
  return {
    isWell: undefined,
    says: `Text from the file, not compared, as Kaleyra does not list it: ${namesOf(open)}.`,
  };
}

function namesOf(templates: readonly Template[]): string {
  const named = templates.slice(0, MOST_NAMED).map(templateKey).join(', ');
  return templates.length > MOST_NAMED ? `${named} and ${templates.length - MOST_NAMED} more` : named;
}
