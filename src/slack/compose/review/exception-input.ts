import type { ViewOutput } from '@slack/bolt';
import type { InputBlock } from '@slack/types';
import { textInput } from '../../blocks/inputs.ts';
import { wordsIn } from '../../blocks/view-inputs.ts';
import { EXCEPTION_INPUT } from '../../ids.ts';

const MAX_REASON_LENGTH = 300;

/** Asks why a person who said no gets this one message; it has to be answered. */
export function exceptionInput(): InputBlock {
  return textInput({
    blockId: EXCEPTION_INPUT,
    actionId: EXCEPTION_INPUT,
    label: 'Why this person gets it all the same',
    value: undefined,
    example: 'For example: asked for it on the phone today',
    hint: 'This person said no to such messages. Your reason is kept with the message, and the card shows it.',
    isOptional: false,
    maxLength: MAX_REASON_LENGTH,
  });
}

/** The inverse of {@link exceptionInput}; undefined where the view has none, or nothing was written. */
export function readException(view: Pick<ViewOutput, 'state'>): string | undefined {
  return wordsIn(view, EXCEPTION_INPUT, MAX_REASON_LENGTH) || undefined;
}
