import type { KnownBlock } from '@slack/types';
import { freshnessLine } from '../../core/template/freshness-line.ts';
import type { TemplateFreshness } from '../../flow/ports/templates.ts';
import { plainText } from '../blocks/inputs.ts';
import { REFRESH_TEMPLATES } from '../ids.ts';

const MAX_LINE_LENGTH = 3000;
const MAX_BUTTON_LENGTH = 75;

/** How old the picker's list is, with a button that reads it again. */
export function templateListLine(freshness: TemplateFreshness, now: Date): KnownBlock {
  return {
    type: 'section',
    block_id: 'template_list',
    text: plainText(freshnessLine(freshness, now), MAX_LINE_LENGTH),
    accessory: {
      type: 'button',
      action_id: REFRESH_TEMPLATES,
      text: plainText('Refresh templates', MAX_BUTTON_LENGTH),
    },
  };
}
