import type { RichTextSection } from '@slack/types';
import type { Delivery } from '../../../core/send/delivery/delivery.ts';
import { hasArrived, isMissed } from '../../../core/send/delivery/status.ts';
import type { Send } from '../../../core/send/send.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { recipientsText } from './failure-notes.ts';

/** Who gets a message twice, or may, because the send that this one repeats went to the same people. */
export function duplicateNotes({ deliveries, parentId, earlier = [] }: Send): RichTextSection[] {
  if (parentId === undefined) return [];
  const before = new Map(earlier.map(({ recipient, status }) => [recipient, status]));
  const copiesOf = ({ recipient, status }: Delivery) => {
    const first = before.get(recipient);
    if (first === undefined || [first, status].some(isMissed)) return 'one';
    return hasArrived(first) ? 'two' : 'one_or_two';
  };
  const { one_or_two: maybeTwo = [], two = [] } = Object.groupBy(deliveries, copiesOf);
  const note = (to: readonly Delivery[], opening: string, rest: string) =>
    to.length === 0
      ? []
      : [
          section(
            text(to.length === deliveries.length ? '' : `${recipientsText(to)}: `, { bold: true }),
            text(opening, { bold: true }),
            text(': the earlier message ('),
            text(parentId, { code: true }),
            text(rest),
          ),
        ];
  return [
    ...note(maybeTwo, 'May arrive twice', ') may also have been delivered.'),
    ...note(two, 'Sent twice', ') was also delivered.'),
  ];
}
