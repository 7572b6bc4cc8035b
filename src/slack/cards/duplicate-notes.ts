import type { RichTextSection } from '@slack/types';
import type { Delivery } from '../../core/send/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { hasArrived, isMissed } from '../../core/send/status.ts';
import { section, text } from '../blocks/rich-text.ts';
import { whom } from './failure-notes.ts';

/** Who gets a message twice, or may, because the send that this one repeats went to them as well. */
export function duplicateNotes({ deliveries, parentId, earlier = [] }: Send): RichTextSection[] {
  if (parentId === undefined) return [];
  const before = new Map(earlier.map(({ recipient, status }) => [recipient, status]));
  const fate = ({ recipient, status }: Delivery) => {
    const first = before.get(recipient);
    if (first === undefined || [first, status].some(isMissed)) return 'once';
    return hasArrived(first) ? 'twice' : 'perhaps';
  };
  const { perhaps = [], twice = [] } = Object.groupBy(deliveries, fate);
  const note = (met: readonly Delivery[], words: string, rest: string) =>
    met.length === 0
      ? []
      : [
          section(
            text(met.length === deliveries.length ? '' : `${whom(met)}: `, { bold: true }),
            text(words, { bold: true }),
            text(': '),
            text(parentId, { code: true }),
            text(rest),
          ),
        ];
  return [
    ...note(perhaps, 'may arrive twice', ' may have arrived too.'),
    ...note(twice, 'sent twice', ' arrived too.'),
  ];
}
