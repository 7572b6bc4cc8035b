import { formatCount } from '../../core/format.ts';
import type { Review } from '../../flow/send/review-send.ts';
import { MAX_INPUT_LENGTH } from '../limits.ts';

/** What the longest spelling of a number takes with the separator after it: no further one fits. */
const ROOM_FOR_ONE = 24;

/** Said at the field: a number as people write it takes 16 of its 3,000 characters with the separator after it. */
export const ROOM_HINT = 'About 190 numbers fit; send a longer list in parts.';

/** The review with a warning where the field was full, because Slack has cut or refused what was more. */
export function withRoomWarning(review: Review, typed: string): Review {
  const last = review.recipients.at(-1);
  if (typed.length <= MAX_INPUT_LENGTH - ROOM_FOR_ONE || last === undefined) return review;
  const { notes } = review;
  const read = `${formatCount(review.recipients.length)} numbers were read, and the last one is ${last.international}`;
  const warning = `The recipients field is full: ${read}. If your list goes on, send to the others afterwards.`;
  return { ...review, notes: { ...notes, warnings: [warning, ...notes.warnings] } };
}
