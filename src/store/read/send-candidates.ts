import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Asker, RecipientQuery, SendPosition, SendQuery } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import type { SendRow } from '../schema/tables.ts';
import { IS_CONFIRMED } from './confirmed.ts';
import { mayBeSeen } from './find-sends.ts';

/** A send that a search may find. */
export type Candidate = Pick<SendRow, 'id' | 'message' | 'channel_id' | 'actor_id' | 'created_at'>;

interface Wanted {
  readonly asker: Asker;
  readonly query: SendQuery;
  readonly isOwnOnly: boolean;
  readonly after: SendPosition | undefined;
  readonly limit: number;
}

const COLUMNS = ['sends.id', 'sends.message', 'sends.channel_id', 'sends.actor_id', 'sends.created_at'] as const;

/** Reads the sends that the asker may see, the latest first: those to one number by its index, all others by place and person. */
export function createCandidates({ db }: Engine): (wanted: Wanted) => Promise<readonly Candidate[]> {
  async function ofPlaceOrPerson(wanted: Wanted, column: 'channel_id' | 'actor_id'): Promise<readonly Candidate[]> {
    const { asker, after, limit } = wanted;
    return db
      .selectFrom('sends')
      .select(COLUMNS)
      .where('team_id', '=', asker.teamId)
      .where(column, '=', column === 'channel_id' ? asker.channelId : asker.actorId)
      .where(IS_CONFIRMED)
      .where(isAskedFor(wanted.query))
      .$if(after !== undefined, (select) => select.where(isAfter(after)))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  async function toNumber(wanted: Wanted, recipient: RecipientQuery): Promise<readonly Candidate[]> {
    const { asker, after, isOwnOnly, limit, query } = wanted;
    return db
      .selectFrom('deliveries')
      .innerJoin('sends', 'sends.id', 'deliveries.send_id')
      .select(COLUMNS)
      .where(isTo(recipient))
      .where(mayBeSeen(asker))
      .where(isAskedFor(query))
      .$if(isOwnOnly, (select) => select.where('sends.actor_id', '=', asker.actorId))
      .$if(after !== undefined, (select) => select.where('deliveries.send_id', '<', after?.id ?? ''))
      .orderBy('deliveries.send_id', 'desc')
      .limit(limit)
      .execute();
  }

  return async (wanted) => {
    const { isOwnOnly, limit, query } = wanted;
    if (query.recipient !== undefined && query.recipient.kind !== 'ending') return toNumber(wanted, query.recipient);
    const here = isOwnOnly ? [] : await ofPlaceOrPerson(wanted, 'channel_id');
    const rows = [...here, ...(await ofPlaceOrPerson(wanted, 'actor_id'))];
    const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
    return unique.toSorted(latestFirst).slice(0, limit);
  };
}

/** A condition on a delivery: it goes to this recipient. */
export function isTo(recipient: RecipientQuery): RawBuilder<SqlBool> {
  switch (recipient.kind) {
    case 'number':
      return sql<SqlBool>`deliveries.recipient = ${recipient.number}`;
    case 'as_in':
      return sql<SqlBool>`deliveries.recipient = (select d.recipient from deliveries as d where d.id = ${recipient.deliveryId})`;
    case 'ending':
      return sql<SqlBool>`deliveries.recipient like ${`%${recipient.digits}`}`;
  }
}

function isAskedFor({ actorId, from, until }: SendQuery): RawBuilder<SqlBool> {
  const conditions = [
    ...(actorId === undefined ? [] : [sql`sends.actor_id = ${actorId}`]),
    ...(from === undefined ? [] : [sql`sends.created_at >= ${from.getTime()}`]),
    ...(until === undefined ? [] : [sql`sends.created_at < ${until.getTime()}`]),
  ];
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

function isAfter(position: SendPosition | undefined): RawBuilder<SqlBool> {
  const { at, id } = position ?? { at: new Date(0), id: '' };
  return sql<SqlBool>`(created_at <= ${at.getTime()} and (created_at < ${at.getTime()} or id < ${id}))`;
}

function latestFirst(a: Candidate, b: Candidate): number {
  return b.created_at - a.created_at || (a.id < b.id ? 1 : -1);
}
