import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { CODE_DIGITS } from '../../core/rules/number-code.ts';
import { button, plainText } from '../blocks/basic-blocks.ts';
import { textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { inputsOf } from '../blocks/view-inputs.ts';
import { CODE_INPUT, CODE_VIEW, ENTER_CODE, OWN_ID } from '../ids.ts';
import { MAX_TITLE_LENGTH } from '../limits.ts';

/** More than a code has, for the blanks that people type between its digits. */
const MAX_TYPED_LENGTH = 20;

const PRESSED = z.object({ sendId: z.string().regex(OWN_ID) });

export const CODE_TITLE = 'Your own number';

/** Under the reply that says where a code went. @param sendId of the send that carries it */
export function enterCodeButton(sendId: string): KnownBlock {
  return {
    type: 'actions',
    elements: [{ ...button(ENTER_CODE, 'Enter the code', sendId), style: 'primary' }],
  };
}

/** Asks for the code. */
export function codeView(sendId: string): ModalView {
  return {
    ...modal(CODE_TITLE, 'Back'),
    callback_id: CODE_VIEW,
    private_metadata: JSON.stringify({ sendId } satisfies z.infer<typeof PRESSED>),
    submit: plainText('Prove it', MAX_TITLE_LENGTH),
    blocks: [
      textInput({
        blockId: CODE_INPUT,
        actionId: CODE_INPUT,
        label: 'Code',
        value: undefined,
        example: undefined,
        hint: `The ${CODE_DIGITS} digits that came to the phone by WhatsApp, within ten minutes.`,
        isOptional: false,
        maxLength: MAX_TYPED_LENGTH,
        hasFocus: true,
      }),
    ],
  };
}

/** The inverse of {@link codeView}; undefined for a view that names no send. @param view with its trusted metadata */
export function readCodeView(
  view: Pick<ViewOutput, 'private_metadata' | 'state'>,
): { readonly sendId: string; readonly typed: string } | undefined {
  const inputs = inputsOf(view);
  try {
    return { ...PRESSED.parse(JSON.parse(view.private_metadata)), typed: inputs.get(CODE_INPUT)?.value ?? '' };
  } catch {
    return undefined;
  }
}
