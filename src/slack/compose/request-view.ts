import type { KnownBlock, ModalView } from '@slack/types';
import type { ShownRequest } from '../../flow/send/show-request.ts';
import { plainText } from '../blocks/inputs.ts';
import { noticeBlock } from '../blocks/notice.ts';
import { cutElements, text } from '../blocks/rich-text.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { REQUEST_VIEW } from '../ids.ts';

const MAX_TITLE_LENGTH = 24;
const MAX_SENTENCE_LENGTH = 3000;
const MOST_CHARACTERS = 12_000;
const GONE =
  'This review is too old and is no longer kept. Go back and press Review again; everything you typed is still there.';

/** The fields of the request, letter by letter as they will be posted. */
export function requestView(shown: ShownRequest | undefined): ModalView {
  return {
    type: 'modal',
    callback_id: REQUEST_VIEW,
    title: plainText('The request', MAX_TITLE_LENGTH),
    close: plainText('Back', MAX_TITLE_LENGTH),
    blocks: shown === undefined ? [noticeBlock(GONE)] : requestBlocks(shown),
  };
}

function requestBlocks({ request, count }: ShownRequest): KnownBlock[] {
  const lines = request.fields.map(([name, value]) => `${name} = ${untrustedText(value)}`).join('\n');
  const elements = cutElements([text(lines)], MOST_CHARACTERS).filter((element) => element.type === 'text');
  const several = count > 1 ? ` This is the first of ${count}; the others differ only in “to”.` : '';
  return [
    sentence(`What Kaleyra gets, field by field.${several}`),
    { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] },
    sentence(
      'Added when it leaves, and shown to nobody: the account’s key and, where delivery reports are set up, the address for them.',
    ),
  ];
}

function sentence(words: string): KnownBlock {
  return { type: 'context', elements: [plainText(words, MAX_SENTENCE_LENGTH)] };
}
