import { ok, type Result } from '../core/result.ts';
import type { ListedTemplate } from '../core/template/merge.ts';
import { readOneTemplate } from '../files/read-templates.ts';
import { createTemplateStatus, type TemplateStatusOptions } from '../kaleyra/templates/status-callback.ts';

/** Asks once for Kaleyra's list of templates. @returns why there is none, as a sentence without its end, when it fails */
export async function readKaleyraList(
  account: TemplateStatusOptions,
): Promise<Result<readonly ListedTemplate[], string>> {
  const kaleyra = createTemplateStatus(account);
  const list = await kaleyra.listTemplates();
  await kaleyra.close();
  if (!list.ok) return list;
  return ok(list.value.map(({ entry, ...one }) => ({ ...one, template: entry && readOneTemplate(entry) })));
}
