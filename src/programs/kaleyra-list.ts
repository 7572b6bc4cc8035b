import { ok, type Result } from '../core/result.ts';
import type { ListedTemplate } from '../core/template/merge.ts';
import { readOneTemplate } from '../files/templates/read-templates.ts';
import type { KaleyraAccount } from '../kaleyra/account.ts';
import { createTemplateList } from '../kaleyra/templates/template-list.ts';

/** Asks once for Kaleyra's list of templates. @returns why there is none, as a sentence without its end, when it fails */
export async function readKaleyraList(account: KaleyraAccount): Promise<Result<readonly ListedTemplate[], string>> {
  const kaleyra = createTemplateList(account);
  const list = await kaleyra.listTemplates();
  await kaleyra.close();
  if (!list.ok) return list;
  return ok(list.value.map(({ entry, ...one }) => ({ ...one, template: entry && readOneTemplate(entry) })));
}
