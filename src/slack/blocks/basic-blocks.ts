import type { Button, ConfirmationDialog, ContextBlock, PlainTextElement, SectionBlock } from '@slack/types';
import { cutText } from '../../core/text.ts';
import {
  MAX_BUTTON_LENGTH,
  MAX_CONFIRM_BUTTON_LENGTH,
  MAX_CONFIRM_TEXT_LENGTH,
  MAX_CONFIRM_TITLE_LENGTH,
  MAX_TEXT_LENGTH,
} from '../limits.ts';

/** Text without markup, cut to what its place takes. */
export function plainText(text: string, maxLength: number): PlainTextElement {
  return { type: 'plain_text', text: cutText(text, maxLength) };
}

/** A small grey line. */
export function contextBlock(sentence: string): ContextBlock {
  return { type: 'context', elements: [plainText(sentence, MAX_TEXT_LENGTH)] };
}

/** A sentence that the person should read before going on. */
export function warningBlock(blockId: string, sentence: string): SectionBlock {
  return { type: 'section', block_id: blockId, text: plainText(`⚠ ${sentence}`, MAX_TEXT_LENGTH) };
}

/** @param value what a press sends back; left out where the view itself says it. */
export function button(actionId: string, label: string, value?: string): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(label, MAX_BUTTON_LENGTH),
    ...(value === undefined ? {} : { value }),
  };
}

/** What is asked before a press counts. */
export function question(title: string, sentence: string, yes: string, no: string): ConfirmationDialog {
  return {
    title: plainText(title, MAX_CONFIRM_TITLE_LENGTH),
    text: plainText(sentence, MAX_CONFIRM_TEXT_LENGTH),
    confirm: plainText(yes, MAX_CONFIRM_BUTTON_LENGTH),
    deny: plainText(no, MAX_CONFIRM_BUTTON_LENGTH),
  };
}

/** The same before what cannot be undone. */
export function dangerQuestion(...words: Parameters<typeof question>): ConfirmationDialog {
  return { ...question(...words), style: 'danger' };
}
