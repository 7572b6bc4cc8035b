import { groupOfSheet } from '../../core/list/group.ts';
import type { Log } from '../ports/log.ts';
import type { Groups } from '../ports/store/groups.ts';
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
      const recipients = new Map(again.plan.messages.map(({ recipient, row }) => [row, recipient.number]));
      const without = again.sheet.rows.flatMap(({ number }) => (recipients.has(number) ? [] : [number]));
      const { columns, rows } = groupOfSheet(name, again.sheet, without);
      const numbers = [...again.sheet.rows.flatMap(({ number }) => recipients.get(number) ?? [])];
      const people = rows.flatMap((values, at) => {
        const recipient = numbers[at];
        return recipient === undefined ? [] : [{ recipient, values }];
      });
      const isSaved = await groups.saveGroup({ id: newGroupId(), teamId, ownerId, name, columns, rows: people });
      log.info({ actorId: ownerId, rows: people.length, isSaved }, 'group saved');
      return isSaved ? 'saved' : 'taken';
    } catch (error) {
      log.error({ err: error }, 'group not saved');
      return 'lost';
    }
  };
}
