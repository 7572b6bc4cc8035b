import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/core/send/delivery/history.ts';
import type { DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import { numbersFor } from '../../../src/core/send/number-shown.ts';
import { recipientBlocks } from '../../../src/slack/details/recipient-blocks.ts';
import { shownText } from '../../support/block-walk.ts';
import { deliveryAt } from '../../support/sends.ts';

const SINCE = new Date('2026-11-22T14:02:00Z');

/** One recipient each, with a history that was seen so many seconds after the send. */
function blocksOf(...recipients: readonly (readonly [DeliveryStatus, seconds?: number])[]) {
  const deliveries = recipients.map(([status], position) =>
    deliveryAt(position, { status, messageId: status === 'unknown' ? undefined : `m:${position}` }),
  );
  const history = new Map(
    recipients.map(([status, seconds = 1], position): [string, HistoryEntry[]] => [
      `D${position}`,
      [{ from: 'bot', at: new Date(SINCE.getTime() + seconds * 1_000), status, failure: undefined }],
    ]),
  );
  return recipientBlocks(deliveries, { since: SINCE, history, show: numbersFor(false), reading: '7' });
}

const boxesOf = (blocks: ReturnType<typeof blocksOf>) =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map((group) => 'options' in group && group.options?.length);

describe('the recipients in the details', () => {
  it('are text in one block while nobody is unknown', () => {
    const blocks = blocksOf(['delivered'], ['read'], ['rejected']);

    expect(blocks.map(({ type }) => type)).toEqual(['rich_text']);
    expect(JSON.stringify(blocks)).toContain('"text":"m:0","style":{"code":true}');
    expect(JSON.stringify(blocks)).toMatch(/"text":"[^"]*delivered[^"]*","style":\{"bold":true\}/);
  });

  it('say nothing of a message ID where there is none', () => {
    expect(JSON.stringify(blocksOf(['queued']))).toContain('m:0');
    const [block] = recipientBlocks([deliveryAt(0, { status: 'queued', messageId: undefined })], {
      since: SINCE,
      history: new Map(),
      show: numbersFor(false),
      reading: '7',
    });
    expect(JSON.stringify(block)).not.toContain('"code"');
    expect(shownText(block === undefined ? [] : [block])).toContain('\n');
  });

  it('are boxes to tick where they are unknown, apart from their neighbours', () => {
    const blocks = blocksOf(['unknown'], ['delivered'], ['unknown'], ['unknown']);

    expect(blocks.map(({ type }) => type)).toEqual(['actions', 'rich_text', 'rich_text', 'actions', 'rich_text']);
    expect(boxesOf(blocks)).toEqual([1, 2]);
    expect(blocks.map(({ block_id: id }) => id)).toContain('unknown:7:D2');
  });

  it('share a group of boxes where the same happened to them, ten at most', () => {
    expect(boxesOf(blocksOf(['unknown', 1], ['unknown', 1], ['unknown', 2]))).toEqual([2, 1]);
    expect(boxesOf(blocksOf(...Array.from({ length: 10 }, () => ['unknown'] as const)))).toEqual([10]);
    expect(boxesOf(blocksOf(...Array.from({ length: 11 }, () => ['unknown'] as const)))).toEqual([10, 1]);
  });
});
