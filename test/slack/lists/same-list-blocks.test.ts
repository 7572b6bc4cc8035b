import { describe, expect, it } from 'vitest';
import { SEND_REPEAT } from '../../../src/slack/ids.ts';
import { sameListBlocks } from '../../../src/slack/lists/same-list-blocks.ts';
import { shownText } from '../../support/block-walk.ts';

const AT = new Date('2026-11-22T14:01:00Z');

describe('a list that was sent before', () => {
  const sent = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ actorId: `U${at}`, at: AT.getTime() - at })) as Parameters<
      typeof sameListBlocks
    >[0]['sameLists'];
  const blocksOf = (count: number, seenUntil?: number) =>
    sameListBlocks({ sameLists: sent(count) }, { seenUntil } as Parameters<typeof sameListBlocks>[1]);

  it('is named with each of the last three times, and with how many more', () => {
    const shown = (count: number) => shownText(blocksOf(count).slice(0, 1));

    expect(blocksOf(0)).toEqual([]);
    expect(shown(1).split('sent this list')).toHaveLength(2);
    expect(shown(3).split('sent this list')).toHaveLength(4);
    expect(shown(3)).not.toContain('more');
    expect(shown(4).split('sent this list')).toHaveLength(4);
    expect(shown(4)).toContain('and 1 time more');
    expect(shown(5)).toContain('and 2 times more');
  });

  it('asks for a tick, which stays while no one else has sent it since', () => {
    const ticked = (seenUntil: number | undefined) =>
      blocksOf(2, seenUntil).flatMap((block) =>
        block.type === 'input' && block.element.type === 'checkboxes' && block.element.action_id === SEND_REPEAT
          ? [block.element.initial_options?.length ?? 0]
          : [],
      );

    expect(ticked(undefined)).toEqual([0]);
    expect(ticked(AT.getTime())).toEqual([1]);
    expect(ticked(AT.getTime() - 1)).toEqual([0]);
  });
});
