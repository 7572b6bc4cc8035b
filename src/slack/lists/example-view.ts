import type { ModalView } from '@slack/types';
import { bannerView } from '../blocks/banner.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, text } from '../blocks/rich-text.ts';

const NO_TEMPLATE = 'Go back and choose a template first: its values are the columns of the sheet.';

/** A sheet to begin with, to be copied; it may come as a file, too. */
export function exampleView(sheet: string | undefined): ModalView {
  if (sheet === undefined) return bannerView('Example sheet', NO_TEMPLATE);
  const rows = sheet.replace(/^\ufeff/, '').trimEnd();
  return {
    ...modal('Example sheet', 'Back'),
    blocks: [
      contextBlock('The first row has the names of the columns. Replace the second one with your people.'),
      richText({ type: 'rich_text_preformatted', elements: [text(rows)] }),
      contextBlock('It comes as a file, too, in a direct message from this app, where the app may send files.'),
    ],
  };
}
