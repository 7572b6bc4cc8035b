import type { RichTextElement } from '@slack/types';
import { text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';

/** ` by @ravi at 14:02`, as far as it is known. */
export function byAt(by: string | undefined, at: Date | undefined): RichTextElement[] {
  return [
    ...(by === undefined ? [] : [text(' by '), { type: 'user' as const, user_id: by }]),
    ...(at === undefined ? [] : [text(' at '), dateElement(at, '{time}')]),
  ];
}
