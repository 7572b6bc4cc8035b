import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate/check.ts';
import type { Group } from '../../../src/flow/ports/store/lists/groups.ts';
import { DELETE_GROUP, SEND_REPEAT, USE_GROUP } from '../../../src/slack/ids.ts';
import { groupsReply } from '../../../src/slack/lists/groups-reply.ts';
import { sameListBlocks } from '../../../src/slack/lists/same-list-blocks.ts';
import { shownText } from '../../support/block-walk.ts';

const AT = new Date('2026-11-22T14:01:00Z');

function groupOf(change: Partial<Group> = {}): Group {
  return {
    id: 'G1',
    teamId: 'T1',
    name: 'Guests of May',
    ownerId: 'U1',
    columns: ['phone', 'guest'],
    rowCount: 12,
    createdAt: AT,
    expiresAt: AT,
    ...change,
  };
}

function buttonsOf(groups: readonly Group[], actorId: string): readonly string[] {
  return (groupsReply(groups, actorId).blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ action_id: id }) => id ?? '') : [],
  );
}

describe('the saved groups', () => {
  it('are none at first, with where one is saved', () => {
    expect(groupsReply([], 'U1')).toEqual({ text: expect.stringContaining('No group is saved yet.') });
  });

  it('have their people and columns, and only who saved one deletes it', () => {
    const groups = [groupOf(), groupOf({ id: 'G2', ownerId: 'U2', rowCount: 1 })];

    expect(groupsReply(groups, 'U1').text).toBe('Saved groups: 2');
    const shown = shownText(groupsReply(groups, 'U1').blocks ?? []);
    expect(shown).toContain('Guests of May · 12 people · saved by ');
    expect(shown).toContain(' · 1 person · saved by ');
    expect(shown).toContain('Columns: phone, guest');
    expect(buttonsOf(groups, 'U1')).toEqual([USE_GROUP, DELETE_GROUP, USE_GROUP]);
    expect(buttonsOf(groups, 'U3')).toEqual([USE_GROUP, USE_GROUP]);
  });

  it('are shown up to twenty, with how many more there are', () => {
    const shown = (count: number) =>
      shownText(groupsReply(Array.from({ length: count }, (_, at) => groupOf({ id: `G${at}` })), 'U2').blocks ?? []);

    expect(shown(20).split('saved by')).toHaveLength(21);
    expect(shown(20)).not.toContain('not shown');
    expect(shown(23).split('saved by')).toHaveLength(21);
    expect(shown(23)).toContain('3 more are not shown.');
  });

  it('fit into Slack’s limits, whatever they are called', () => {
    const long = groupOf({ name: 'n'.repeat(5_000), columns: Array.from({ length: 200 }, () => 'c'.repeat(100)) });
    const { blocks = [] } = groupsReply(
      Array.from({ length: 30 }, (_, at) => ({ ...long, id: `G${at}` })),
      'U1',
    );

    expect(checkBlocks(blocks)).toEqual([]);
    expect(shownText(blocks)).not.toContain('n'.repeat(61));
    expect(shownText(blocks)).not.toContain('c'.repeat(201));
  });
});

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
