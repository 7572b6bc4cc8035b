import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/core/send/delivery/delivery.ts';
import { countStatuses } from '../../../src/core/send/delivery/status.ts';
import { messageIdsView } from '../../../src/slack/details/message-ids-view.ts';
import { shownText } from '../../support/block-walk.ts';
import { deliveryAt, phone, sendOf } from '../../support/sends.ts';

const AT = new Date('2026-11-22T14:02:00Z');

function viewOf(withId: readonly Delivery[], withoutId: readonly Delivery[] = []) {
  const send = sendOf({ deliveries: [...withId, ...withoutId] });
  const counts = countStatuses([...withId, ...withoutId]);
  const page = { deliveries: withId, counts, page: 0, total: withId.length, asOf: AT };
  return messageIdsView({ send, page, show: (number) => number, channelId: 'C1' });
}

/** What can be selected and copied. */
function linesOf({ blocks }: ReturnType<typeof viewOf>): readonly string[] {
  return (blocks as readonly KnownBlock[])
    .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
    .flatMap((part) => (part.type === 'rich_text_preformatted' ? part.elements : []))
    .flatMap((element) => ('text' in element ? [element.text ?? ''] : []));
}

function many(count: number, messageId: (position: number) => string | undefined): Delivery[] {
  return Array.from({ length: count }, (_, position) =>
    deliveryAt(position, { messageId: messageId(position), recipient: phone(`+9198765${10_000 + position}`) }),
  );
}

describe('the message IDs of a send', () => {
  it('stand beside their numbers, a line each, as text that can be copied', () => {
    expect(linesOf(viewOf(many(2, (position) => `a:${position}`)))).toEqual(['+919876510000  a:0\n+919876510001  a:1']);
  });

  it.each([
    [0, 2, 'There is no message ID yet: Kaleyra gives one to each message that it accepts.'],
    [1, 0, '1 message ID: select and copy.'],
    [2, 0, '2 message IDs: select and copy.'],
    [2, 1, '2 message IDs: select and copy. 1 recipient has none.'],
    [1, 2, '1 message ID: select and copy. 2 recipients have none.'],
  ])('are counted, and those that have none: %i and %i', (known, others, heading) => {
    const view = viewOf(
      many(known, (position) => `a:${position}`),
      many(others, () => undefined),
    );

    expect(shownText(view.blocks.slice(0, 1))).toBe(heading);
  });

  it('fill as few texts as take them, each short enough for Slack, and none is lost', () => {
    const lines = linesOf(viewOf(many(200, (position) => `9a54b0c1-1111-48b9-88f7-0123456789ab:${position}`)));

    expect(lines.join('\n').split('\n')).toHaveLength(200);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(3_000);
    expect(
      lines.every(
        (text, at) => at === 0 || (lines[at - 1]?.length ?? 0) + 1 + (text.split('\n')[0]?.length ?? 0) > 3_000,
      ),
    ).toBe(true);
  });
});
