import type { KnownBlock } from '@slack/types';
import { freshnessLine } from '../../../core/template/freshness-line.ts';
import type { TemplateFreshness } from '../../../flow/ports/templates.ts';
import { button, plainText } from '../../blocks/basic-blocks.ts';
import { REFRESH_TEMPLATES } from '../../ids.ts';
import { MAX_TEXT_LENGTH } from '../../limits.ts';

/** How old the picker's list is, with a button that refreshes it. */
export function templateListLine(freshness: TemplateFreshness, now: Date): KnownBlock {
  return {
    type: 'section',
    block_id: 'template_list',
    text: plainText(freshnessLine(freshness, now), MAX_TEXT_LENGTH),
    accessory: button(REFRESH_TEMPLATES, 'Refresh templates'),
  };
}
