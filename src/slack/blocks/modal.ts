import type { ModalView } from '@slack/types';
import { MAX_TITLE_LENGTH } from '../limits.ts';
import { plainText } from './basic-blocks.ts';

/**
 * What every modal has.
 *
 * @param close the label of the button that closes it.
 */
export function modal(title: string, close = 'Close'): Pick<ModalView, 'type' | 'title' | 'close'> {
  return { type: 'modal', title: plainText(title, MAX_TITLE_LENGTH), close: plainText(close, MAX_TITLE_LENGTH) };
}
