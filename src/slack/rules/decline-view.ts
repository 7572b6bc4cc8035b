import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../blocks/basic-blocks.ts';
import { textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { wordsIn } from '../blocks/view-inputs.ts';
import { DECLINE_REASON_INPUT, DECLINE_VIEW, OWN_ID } from '../ids.ts';
import { MAX_TITLE_LENGTH } from '../limits.ts';

const MAX_DECLINE_REASON_LENGTH = 300;

const PRESSED = z.object({ sendId: z.string().regex(OWN_ID), digest: z.string() });

/** Which send is declined, and the digest of what the person was shown. */
export type Declining = z.infer<typeof PRESSED>;

/** Asks why. */
export function declineView(declining: Declining): ModalView {
  return {
    ...modal('Decline', 'Back'),
    callback_id: DECLINE_VIEW,
    private_metadata: JSON.stringify(declining),
    submit: plainText('Decline', MAX_TITLE_LENGTH),
    blocks: [
      textInput({
        blockId: DECLINE_REASON_INPUT,
        actionId: DECLINE_REASON_INPUT,
        label: 'Why?',
        value: undefined,
        example: 'wrong price',
        hint: 'It stands on the card, so everybody in its channel reads it. Nothing is sent.',
        isOptional: false,
        maxLength: MAX_DECLINE_REASON_LENGTH,
        isMultiline: true,
        hasFocus: true,
      }),
    ],
  };
}

/** The inverse of {@link declineView}; undefined for a view that carries no send. @param view with its trusted metadata */
export function readDeclineView(
  view: Pick<ViewOutput, 'private_metadata' | 'state'>,
): (Declining & { readonly reason: string }) | undefined {
  const reason = wordsIn(view, DECLINE_REASON_INPUT, MAX_DECLINE_REASON_LENGTH);
  try {
    return { ...PRESSED.parse(JSON.parse(view.private_metadata)), reason };
  } catch {
    return undefined;
  }
}
