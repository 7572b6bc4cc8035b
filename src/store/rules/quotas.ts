import { type Kysely, sql, type Transaction } from 'kysely';
import type { QuotaShortage, SendRules } from '../../core/rules/send-rules.ts';
import type { QuotaLookup } from '../../flow/ports/store/rules/quotas.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import type { NumberKeyOf } from './number-key.ts';
import { addUp, type QuotaOwner, type QuotaUse, shortageOf, usesOf } from './quota-uses.ts';

/** Takes back a send that would pass a quota. */
export class OverQuota extends Error {
  readonly shortage: QuotaShortage;

  constructor(shortage: QuotaShortage) {
    super('The send would pass a quota');
    this.shortage = shortage;
  }
}

const USE = { place: 'integer', scope: 'text', subject: 'text', day: 'text', n: 'integer' } as const;

/**
 * Counts all recipients of a send, whose deliveries are in the ledger, for each quota of the day, whether it has a limit now
 * or gets one later. It is the last step of the transaction that accepts the send: every transaction locks quotas after all
 * else and in one order, so no two wait for each other in a circle, and of two sends that fit only one by one the second is refused.
 *
 * @throws OverQuota when a quota is passed, so that the caller's transaction takes everything back
 */
export async function reserveQuotas(
  engine: Engine,
  transaction: Transaction<Tables>,
  send: QuotaOwner & { readonly id: string },
  { day, limits }: NonNullable<SendRules['quotas']>,
): Promise<void> {
  const uses = usesOf(send, day, await countByNumber(transaction, send.id));
  const { rows } = await sql<Row>`
    insert into quota_uses (scope, subject, day, used)
    select scope, subject, day, n from ${engine.tableOf('wanted', USE, rowsOf(uses))} where n > 0 order by place
    on conflict (scope, subject, day) do update set used = quota_uses.used + excluded.used
    returning scope, subject, day, used`.execute(transaction);
  const used = usedOf(rows);
  const shortage = shortageOf(
    limits,
    uses.map((use) => ({ ...use, usedBefore: used(use) - use.count })),
  );
  if (shortage !== undefined) throw new OverQuota(shortage);
}

/** A delivery, as far as quotas ask. */
export interface QuotaDelivery {
  readonly send_id: string;
  readonly recipient_key: string | null;
}

/** Gives back what these deliveries were charged to, because they never left and will not; see {@link settleQuotas}. */
export function giveBackQuotas(
  engine: Engine,
  transaction: Transaction<Tables>,
  gone: readonly QuotaDelivery[],
): Promise<void> {
  return settleQuotas(engine, transaction, { gone });
}

/**
 * Gives back what deliveries were charged to that never left, and charges those again of which a report says that they did: they
 * count, even where that passes a quota. Those of sends without quotas change nothing. It is the last step of the caller's
 * transaction.
 */
export async function settleQuotas(
  engine: Engine,
  transaction: Transaction<Tables>,
  { gone = [], left = [] }: { readonly gone?: readonly QuotaDelivery[]; readonly left?: readonly QuotaDelivery[] },
): Promise<void> {
  if (gone.length + left.length === 0) return;
  const [goneBySend, leftBySend] = [groupBySend(gone), groupBySend(left)];
  const { rows: sends } = await sql<Charged>`
    select id, team_id, channel_id, actor_id, quota_day from sends
    where ${engine.isOneOf(sql`id`, [...new Set([...goneBySend.keys(), ...leftBySend.keys()])])}
      and quota_day is not null`.execute(transaction);
  const uses = sends.flatMap((send) => [
    ...usesOf(ownerOf(send), send.quota_day, countKeys(leftBySend.get(send.id) ?? [])),
    ...usesOf(ownerOf(send), send.quota_day, countKeys(goneBySend.get(send.id) ?? [])).map(negative),
  ]);
  const changed = addUp(uses).filter(({ count }) => count !== 0);
  if (changed.length === 0) return;
  await sql`
    with held as materialized (
      select quota_uses.scope, quota_uses.subject, quota_uses.day, given.n
      from ${engine.tableOf('given', USE, rowsOf(changed))} join quota_uses
        on quota_uses.scope = given.scope and quota_uses.subject = given.subject and quota_uses.day = given.day
      order by given.place ${engine.rowLock}
    )
    update quota_uses set used = case when used + held.n > 0 then used + held.n else 0 end
    from held
    where quota_uses.scope = held.scope and quota_uses.subject = held.subject and quota_uses.day = held.day`.execute(
    transaction,
  );
}

function groupBySend(deliveries: readonly QuotaDelivery[]): ReadonlyMap<string, readonly QuotaDelivery[]> {
  return Map.groupBy(deliveries, ({ send_id }) => send_id);
}

function ownerOf({ actor_id: actorId, channel_id: channelId, team_id: teamId }: Charged): QuotaOwner {
  return { teamId, channelId, actorId };
}

function negative(use: QuotaUse): QuotaUse {
  return { ...use, count: -use.count };
}

/** Reads without a lock: what it says may be over when the send is accepted. */
export function createFindShortage({ db, tableOf }: Engine, keyOf: NumberKeyOf): QuotaLookup['findShortage'] {
  return async ({ recipients, day, limits, ...owner }) => {
    const uses = usesOf(owner, day, countKeys(recipients.map((number) => ({ recipient_key: keyOf(number) }))));
    const { rows } = await sql<Row>`
      select quota_uses.scope, quota_uses.subject, quota_uses.day, used
      from ${tableOf('wanted', USE, rowsOf(uses))} join quota_uses
        on quota_uses.scope = wanted.scope and quota_uses.subject = wanted.subject and quota_uses.day = wanted.day`.execute(
      db,
    );
    const used = usedOf(rows);
    return shortageOf(
      limits,
      uses.map((use) => ({ ...use, usedBefore: used(use) })),
    );
  };
}

interface Charged extends Record<'id' | 'team_id' | 'channel_id' | 'actor_id', string> {
  readonly quota_day: string;
}

interface Row extends Pick<QuotaUse, 'scope' | 'subject' | 'day'> {
  readonly used: number;
}

function rowsOf(uses: readonly QuotaUse[]) {
  return uses.map(({ scope, subject, day, count }, place) => ({ place, scope, subject, day, n: count }));
}

function usedOf(rows: readonly Row[]): (use: Pick<QuotaUse, 'scope' | 'subject'>) => number {
  const used = new Map(rows.map(({ scope, subject, used: count }) => [`${scope} ${subject}`, count]));
  return ({ scope, subject }) => used.get(`${scope} ${subject}`) ?? 0;
}

/** A recipient without a key counts for the quotas of people and places alone. */
async function countByNumber(db: Kysely<Tables>, sendId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['recipient_key', sql<number>`count(*)`.as('n')])
    .where('send_id', '=', sendId)
    .groupBy('recipient_key')
    .execute();
  return new Map(rows.map(({ recipient_key, n }) => [recipient_key ?? '', n]));
}

function countKeys(deliveries: readonly Pick<QuotaDelivery, 'recipient_key'>[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(deliveries, ({ recipient_key }) => recipient_key ?? '');
  return new Map([...groups].map(([key, group]) => [key, group.length]));
}
