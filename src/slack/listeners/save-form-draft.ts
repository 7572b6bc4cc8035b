import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import type { Composed } from '../compose/compose-view.ts';
import { placeOfForm, writeFormDraft } from '../compose/form-draft.ts';

/** Saves what a form holds, where anything was typed. Never rejects. */
export async function saveFormDraft(
  formDrafts: FormDrafts,
  composed: Composed,
  by: { readonly teamId: string; readonly actorId: string; readonly viewId: string },
): Promise<void> {
  const text = writeFormDraft(composed, new Date());
  if (text === undefined) return;
  await formDrafts.save(placeOfForm(by.teamId, by.actorId, composed), formIdOf(by.viewId, composed), text);
}

/** A form that was started over is another form. */
export function formIdOf(viewId: string, { metadata }: Pick<Composed, 'metadata'>): string {
  return `${viewId} ${metadata.round ?? 0}`;
}
