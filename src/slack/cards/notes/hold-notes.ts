import type { RichTextSection } from '@slack/types';
import { isWaiting } from '../../../core/rules/asking.ts';
import type { Send } from '../../../core/send/send.ts';
import type { HoldReason } from '../../../core/send/send-state.ts';
import { section, text } from '../../blocks/rich-text.ts';

/** What keeps a send from leaving, as a clause, and what to do about it; the buttons stand below. */
interface HoldText {
  readonly why: string;
  /** Undefined where its approval is waited for, which the card says by itself. */
  readonly step: string | undefined;
}

const LOOK_AT_IT = 'Look at it, then press Send now, or stop it.';
const HOLD_TEXTS: Readonly<Record<HoldReason, HoldText>> = {
  late: { why: 'the bot was not running then', step: LOOK_AT_IT },
  template_gone: {
    why: 'its template is no longer in the list of templates',
    step: 'Press Send now once it is there again, or stop it.',
  },
  template_changed: { why: 'the text of its template has changed', step: LOOK_AT_IT },
  template_not_approved: {
    why: 'its template may not be sent just now',
    step: 'Press Send now once WhatsApp lets it be sent again, or stop it.',
  },
  sender_gone: {
    why: 'its sender is not set up any more',
    step: 'Press Send now once your admin has set it up again, or stop it.',
  },
  not_allowed: {
    why: 'the policy does not allow it any more',
    step: 'Somebody whom the policy allows it can press Send now; otherwise stop it.',
  },
  needs_approval: { why: 'it has to be approved first', step: undefined },
  approval_missing: {
    why: 'the policy has changed and asks for an approval; those who may give it are asked in a moment',
    step: undefined,
  },
  asked_again: { why: 'it has to be approved once more', step: undefined },
};

const OTHER: HoldText = { why: 'something changed', step: LOOK_AT_IT };

export function holdText(reason: string | undefined): HoldText {
  return HOLD_TEXTS[(reason ?? 'late') as HoldReason] ?? OTHER;
}

/** Why a message is held that was confirmed; empty where it is not, or where its approval says it. */
export function holdNotes(send: Pick<Send, 'approval' | 'change'>): RichTextSection[] {
  const { change } = send;
  if (change?.state !== 'held' || isWaiting(send)) return [];
  const { step, why } = holdText(change.reason);
  return [
    section(
      text('Held, and not sent: ', { bold: true }),
      text([`${why}.`, ...(step === undefined ? [] : [step])].join(' ')),
    ),
  ];
}
