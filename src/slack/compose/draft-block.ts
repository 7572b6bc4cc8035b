import type { KnownBlock } from '@slack/types';
import { button } from '../blocks/basic-blocks.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import { START_OVER } from '../ids.ts';

/** Says that a draft is back, with a button that empties the form. */
export function draftBlock(at: Date): KnownBlock {
  return {
    type: 'section',
    block_id: 'form_draft',
    text: { type: 'mrkdwn', text: `Your draft of ${dateMrkdwn(at, '{time}')} is back.` },
    accessory: button(START_OVER, 'Start over'),
  };
}
