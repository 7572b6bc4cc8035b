import type { InputBlock, KnownBlock } from '@slack/types';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { AskedInReview } from '../../flow/rules/confirm-rules.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { inputBlock, textInput } from '../blocks/inputs.ts';
import { type FilledIn, inputsOf, wordsIn } from '../blocks/view-inputs.ts';
import { SEND_UNAPPROVED_INPUT, UNAPPROVED_REASON_INPUT } from '../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH, MAX_TEXT_LENGTH } from '../limits.ts';

/** What the button of a review says where others have to approve the send. */
export const ASK = 'Ask for approval';
/** The same where the person sends it before that. */
const SEND_NOW = 'Send now, unapproved';

/** Above a review whose rules changed while it was open. */
export const ASK_NOW =
  'Nothing was sent yet: the rules have changed, and this has to be approved. Look below, and ask for approval.';
export const NO_MORE_ASKING =
  'Nothing was sent yet: the rules have changed, and no one has to approve this any more. Press the button again to send it.';

const APPROVAL_BLOCK = 'approval_needed';
const MAX_REASON_LENGTH = 300;
const NO_REASON = 'Write why it cannot wait: it stands on the card, and those who approve read it.';
const NOT_TICKED = 'Tick “Send now without waiting”, or empty this.';

export function askLabel({ isTicked }: Pick<Unapproved, 'isTicked'>): string {
  return isTicked ? SEND_NOW : ASK;
}

/** Who has to approve a send, and why; empty where no one has to. */
export function approvalBlocks(said: RulesSaid | undefined): KnownBlock[] {
  if (said === undefined || said.approval.length === 0) return [];
  const lines = said.approval.map((sentence) => `✋ ${sentence}`).join('\n');
  return [{ type: 'section', block_id: APPROVAL_BLOCK, text: plainText(lines, MAX_TEXT_LENGTH) }];
}

/** Lets a person on call send an incident's message at once, with a reason; empty for everybody else. */
export function breakGlassInputs(said: RulesSaid | undefined, chosen: Partial<Unapproved> = {}): InputBlock[] {
  if (said?.mayBreakGlass !== true || said.approval.length === 0) return [];
  const option = { text: plainText('Send now without waiting (on call)', MAX_OPTION_LENGTH), value: 'now' };
  return [
    {
      ...inputBlock(SEND_UNAPPROVED_INPUT, 'Is it urgent?', {
        type: 'checkboxes',
        action_id: SEND_UNAPPROVED_INPUT,
        options: [option],
        ...(chosen.isTicked === true && { initial_options: [option] }),
      }),
      hint: plainText(
        'Those who approve are told at once, and the card says that it was not reviewed.',
        MAX_HINT_LENGTH,
      ),
      optional: true,
      dispatch_action: true,
    },
    textInput({
      blockId: UNAPPROVED_REASON_INPUT,
      actionId: UNAPPROVED_REASON_INPUT,
      label: 'Why it cannot wait',
      value: chosen.reason,
      example: 'payments are down',
      hint: undefined,
      isOptional: true,
      maxLength: MAX_REASON_LENGTH,
    }),
  ];
}

/** What a person filled into {@link breakGlassInputs}. */
export interface Unapproved {
  readonly isTicked: boolean;
  readonly reason: string;
}

type FilledInReview = FilledIn<{
  readonly value?: string | null;
  readonly selected_options?: readonly object[] | null;
}>;
type ReviewView = FilledInReview & { readonly blocks: readonly { readonly block_id?: string }[] };

export function readUnapproved(view: FilledInReview): Unapproved {
  const ticked = inputsOf(view).get(SEND_UNAPPROVED_INPUT)?.selected_options ?? [];
  return { isTicked: ticked.length > 0, reason: wordsIn(view, UNAPPROVED_REASON_INPUT, MAX_REASON_LENGTH) };
}

/** What the review said of approval and what was chosen, or what is wrong with that by `block_id`. */
export function readAsked(
  view: ReviewView,
): { readonly asked: AskedInReview } | { readonly errors: Readonly<Record<string, string>> } {
  const { isTicked, reason } = readUnapproved(view);
  if (isTicked && reason === '') return { errors: { [UNAPPROVED_REASON_INPUT]: NO_REASON } };
  if (!isTicked && reason !== '') return { errors: { [UNAPPROVED_REASON_INPUT]: NOT_TICKED } };
  const isApprovalShown = view.blocks.some(({ block_id: id }) => id === APPROVAL_BLOCK);
  return { asked: { isApprovalShown, breakGlassReason: isTicked ? reason : undefined } };
}

/** The blocks of a review with this instead of what it said of approval before. */
export function withApproval<Block extends { readonly block_id?: string }>(
  blocks: readonly Block[],
  said: RulesSaid,
  chosen: Unapproved,
): (Block | KnownBlock)[] {
  const own = [APPROVAL_BLOCK, SEND_UNAPPROVED_INPUT, UNAPPROVED_REASON_INPUT];
  const others = blocks.filter(({ block_id: id }) => id === undefined || !own.includes(id));
  return [...approvalBlocks(said), ...others, ...breakGlassInputs(said, chosen)];
}
