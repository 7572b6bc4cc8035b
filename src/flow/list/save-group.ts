import { groupOfSheet } from '../../core/list/group.ts';
import type { Log } from '../ports/log.ts';
import type { Groups } from '../ports/store/lists/groups.ts';
import type { ReviewList } from './review-list.ts';

/** `taken`: a colleague has a group of this name. `lost`: the list is no longer kept, or the ledger is away. */
type GroupSaved = 'saved' | 'taken' | 'lost';

/** Saves the people whom a list is sent to, with their columns. Never rejects. */
export type SaveGroup = (group: {
  readonly draftId: string;
  readonly teamId: string;
  readonly ownerId: string;
  readonly name: string;
}) => Promise<GroupSaved>;

interface Needs {
  readonly reviewList: Pick<ReviewList, 'planAgain'>;
  readonly groups: Pick<Groups, 'saveGroup'>;
  readonly newGroupId: () => string;
  readonly log: Log;
}

export function createSaveGroup({ groups, log, newGroupId, reviewList }: Needs): SaveGroup {
  return async ({ draftId, name, ownerId, teamId }) => {
    try {
      const again = await reviewList.planAgain(draftId, ownerId);
      if (again === undefined) return 'lost';
      const sent = new Set(again.plan.messages.map(({ row }) => row));
      const without = again.sheet.rows.flatMap(({ number }) => (sent.has(number) ? [] : [number]));
      const group = groupOfSheet(name, again.sheet, without);
      const isSaved = await groups.saveGroup({ ...group, id: newGroupId(), teamId, ownerId });
      log.info({ actorId: ownerId, rows: group.rows.length, isSaved }, 'group saved');
      return isSaved ? 'saved' : 'taken';
    } catch (error) {
      log.error({ err: error }, 'group not saved');
      return 'lost';
    }
  };
}
