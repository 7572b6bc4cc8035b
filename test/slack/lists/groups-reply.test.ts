import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate/check.ts';
import type { Group } from '../../../src/flow/ports/store/lists/groups.ts';
import { DELETE_GROUP, USE_GROUP } from '../../../src/slack/ids.ts';
import { groupsReply } from '../../../src/slack/lists/groups-reply.ts';
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
      shownText(
        groupsReply(
          Array.from({ length: count }, (_, at) => groupOf({ id: `G${at}` })),
          'U2',
        ).blocks ?? [],
      );

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
