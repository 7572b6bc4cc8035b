import type { ApproverPlaces } from '../../flow/ports/store/rules/approver-places.ts';
import type { Engine } from '../engine/engine.ts';

export function createApproverPlaces({ db }: Pick<Engine, 'db'>): ApproverPlaces {
  return {
    async placesOf(sendId) {
      const rows = await db
        .selectFrom('cards')
        .select(['destination', 'message_channel_id', 'message_ts'])
        .where('send_id', '=', sendId)
        .where('role', '=', 'approver')
        .where('destination', 'not in', (approvals) =>
          approvals.selectFrom('approvals').select('person_id').where('send_id', '=', sendId),
        )
        .orderBy('slot')
        .execute();
      return rows.map(({ destination: personId, message_channel_id: channelId, message_ts: ts }) => ({
        personId,
        message: channelId === null || ts === null ? undefined : { channelId, ts },
      }));
    },
  };
}
