import type { ModalView } from '@slack/types';
import type { Template } from '../../../core/template/template.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { listForm } from '../../lists/list-form.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { formSetting } from './form-setting.ts';

interface Opened {
  readonly template: Template | undefined;
  readonly channelId: string;
  readonly responseUrl: string | undefined;
  readonly banner?: string | undefined;
  readonly groupId?: string | undefined;
  readonly sender?: string | undefined;
  readonly text?: string;
  /** What was filled in before, kept in the ledger. */
  readonly draftId?: string | undefined;
}

/** The form for a list, before it was submitted, signed for the person who sees it. */
export async function newListForm(
  needs: ListContext,
  { context, teamId }: { readonly context: Readonly<Record<string, unknown>>; readonly teamId: string },
  { banner, channelId, draftId, groupId, responseUrl, sender, template, text = '' }: Opened,
): Promise<ModalView> {
  const setting = await formSetting(needs, teamId);
  const metadata = {
    channelId,
    ...(responseUrl !== undefined && { responseUrl }),
    ...(draftId !== undefined && { draftId }),
  };
  return withSignedMetadata(
    context,
    listForm({ template, text, groupId, sender, channelId, metadata, banner }, setting),
  );
}
