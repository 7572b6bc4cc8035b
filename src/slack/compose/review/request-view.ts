import type { KnownBlock, ModalView } from '@slack/types';
import type { ShownRequest } from '../../../flow/send/show-request.ts';
import { bannerBlock } from '../../blocks/banner.ts';
import { contextBlock } from '../../blocks/basic-blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { cutElements, richText, text } from '../../blocks/rich-text.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';
import { REQUEST_VIEW } from '../../ids.ts';

const MAX_CHARACTERS = 12_000;
const DRAFT_LOST =
  'This review is too old and is no longer kept. Go back and press Review again; everything you typed is still there.';

/** The fields of the request, exactly as they will be posted; undefined for a draft that is gone. */
export function requestView(shown: ShownRequest | undefined): ModalView {
  return {
    ...modal('The request', 'Back'),
    callback_id: REQUEST_VIEW,
    blocks: shown === undefined ? [bannerBlock(DRAFT_LOST)] : requestBlocks(shown),
  };
}

function marksLine({ markedWhenSent = [] }: ShownRequest['request']): KnownBlock[] {
  if (markedWhenSent.length === 0) return [];
  const fields = markedWhenSent.join(', ');
  return [
    contextBlock(
      `${fields}: a mark of mine (ws1.…) is added when it is sent, so that a tap on the button finds this message.`,
    ),
  ];
}

function requestBlocks({ request, count }: ShownRequest): KnownBlock[] {
  const lines = request.fields.map(([name, value]) => `${name} = ${untrustedText(value)}`).join('\n');
  const elements = cutElements([text(lines)], MAX_CHARACTERS).filter((element) => element.type === 'text');
  const several = count > 1 ? ` This is the first of ${count}; the others differ only in “to”.` : '';
  return [
    contextBlock(`What Kaleyra gets, field by field.${several}`),
    richText({ type: 'rich_text_preformatted', elements }),
    ...marksLine(request),
    contextBlock('The API key and the callback address are added when it is sent and are not shown.'),
  ];
}
