import type { KnownBlock } from '@slack/types';
import { formatNoun } from '../../core/format.ts';
import type { ListReview } from '../../flow/ports/store/lists/list-drafts.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { inputBlock } from '../blocks/inputs.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { SEND_REPEAT } from '../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH } from '../limits.ts';
import type { ReviewInputs } from './review-inputs.ts';

const MAX_LISTED = 3;

/** Who sent the same list before, and a box that has to be ticked; empty without such a list. */
export function sameListBlocks(
  { sameLists }: Pick<ListReview, 'sameLists'>,
  { seenUntil }: Pick<ReviewInputs, 'seenUntil'>,
): KnownBlock[] {
  const [latest] = sameLists;
  if (latest === undefined) return [];
  const lines = sameLists
    .slice(0, MAX_LISTED)
    .map(({ actorId, at }) =>
      section(
        text('⚠ '),
        { type: 'user', user_id: actorId },
        text(' sent this list: '),
        dateElement(new Date(at), '{date_short_pretty}, {time}'),
        text('. The same people got the same words.'),
      ),
    );
  const more = sameLists.length - lines.length;
  const option = { text: plainText('Send it to them again anyway', MAX_OPTION_LENGTH), value: String(latest.at) };
  return [
    richText(...lines, ...(more > 0 ? [section(text(`and ${formatNoun(more, 'time')} more`))] : [])),
    {
      ...inputBlock(`same_list_${latest.at}`, 'This list was sent before', {
        type: 'checkboxes',
        action_id: SEND_REPEAT,
        options: [option],
        ...(seenUntil === latest.at ? { initial_options: [option] } : {}),
      }),
      hint: plainText('Tick to send it again: everybody gets the same message twice.', MAX_HINT_LENGTH),
    },
  ];
}
