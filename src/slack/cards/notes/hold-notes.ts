import type { RichTextSection } from '@slack/types';
import { isWaiting } from '../../../core/rules/asking.ts';
import type { Send } from '../../../core/send/send.ts';
import type { HoldReason } from '../../../core/send/send-state.ts';
import { section, text } from '../../blocks/rich-text.ts';

/** What keeps a send from leaving, as a clause. */
const HOLD_WORDS: Readonly<Record<HoldReason, string>> = {
  late: 'the bot was not running then',
  template_gone: 'its template is no longer in the list of templates',
  template_changed: 'the text of its template has changed',
  template_not_approved: 'its template may not be sent just now',
  sender_gone: 'its sender is not set up any more',
  not_allowed: 'the policy does not allow it any more',
  needs_approval: 'it has to be approved first',
  approval_missing: 'the policy has changed and asks for an approval; those who may give it are asked in a moment',
  asked_again: 'it has to be approved once more',
};

export function holdWords(reason: string | undefined): string {
  return HOLD_WORDS[(reason ?? 'late') as HoldReason] ?? 'something changed';
}

/** Why a message is held that was confirmed; empty where it is not, or where its approval says it. */
export function holdNotes(send: Pick<Send, 'approval' | 'change'>): RichTextSection[] {
  const { change } = send;
  if (change?.state !== 'held' || isWaiting(send)) return [];
  return [section(text('Held, and not sent: ', { bold: true }), text(`${holdWords(change.reason)}.`))];
}
