import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import { effectiveStatus } from '../../core/send/delivery/manual-report.ts';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';
import { languageOfMessage, nameOfMessage } from '../../core/template/message/message.ts';
import type { Asker, RecipientQuery, SendQuery, SendSummary } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readPhoneNumber } from '../schema/codec.ts';
import { type Candidate, isTo } from './send-candidates.ts';

/** A send that a search found. */
interface Found {
  readonly row: Candidate;
  readonly summary: SendSummary;
  /** The delivery to the recipient that was searched for. */
  readonly matchedId: string | undefined;
}

type Counts = Partial<Record<DeliveryStatus, number>>;

interface Match {
  readonly id: string;
  readonly recipient: PhoneNumber;
  readonly status: DeliveryStatus;
}

type ReadSummaries = (rows: readonly Candidate[], asker: Asker, query: SendQuery) => Promise<readonly Found[]>;

/** Keeps of the candidates what was searched for, and reads what a list shows of it. */
export function createSummaries({ db }: Engine): ReadSummaries {
  return async (rows, asker, query) => {
    const { recipient, statuses, template } = query;
    const named = rows
      .map((row) => ({ row, message: readMessage(row.message) }))
      .filter(({ message }) => template === undefined || nameOfMessage(message) === template);
    const ids = named.map(({ row }) => row.id);
    if (ids.length === 0) return [];
    const matches = recipient && (await findMatches(db, ids, recipient));
    const counts = await countStatuses(db, ids);
    const isFound = (id: string): boolean => {
      const ofRecipient = matches?.get(id);
      if (matches !== undefined && ofRecipient === undefined) return false;
      if (statuses === undefined) return true;
      if (ofRecipient !== undefined) return ofRecipient.some(({ status }) => statuses.includes(status));
      return statuses.some((status) => (counts.get(id)?.[status] ?? 0) > 0);
    };
    const found = named.filter(({ row }) => isFound(row.id));
    const cards = await findCards(
      db,
      found.map(({ row }) => row),
      asker,
    );
    return found.map(({ row, message }) => {
      const ofRecipient = matches?.get(row.id) ?? [];
      const summary = {
        id: row.id,
        template: nameOfMessage(message),
        language: languageOfMessage(message),
        channelId: row.channel_id,
        actorId: row.actor_id,
        createdAt: new Date(row.created_at),
        counts: counts.get(row.id) ?? {},
        matches: ofRecipient.map(({ recipient: number, status }) => ({ recipient: number, status })),
        card: cards.get(row.id),
      };
      return { row, summary, matchedId: ofRecipient[0]?.id };
    });
  };
}

async function findMatches(
  db: Engine['db'],
  sendIds: readonly string[],
  recipient: RecipientQuery,
): Promise<ReadonlyMap<string, readonly Match[]>> {
  const rows = await db
    .selectFrom('deliveries')
    .leftJoin('manual_reports', 'manual_reports.delivery_id', 'deliveries.id')
    .select(['deliveries.id', 'deliveries.send_id', 'recipient', 'status', 'said'])
    .where('deliveries.send_id', 'in', sendIds)
    .where(isTo(recipient))
    .orderBy('position')
    .execute();
  const bySend = Map.groupBy(rows, ({ send_id }) => send_id);
  const read = ({ id, recipient: number, said, status }: (typeof rows)[number]): Match => ({
    id,
    recipient: readPhoneNumber(number),
    status: effectiveStatus(status, said),
  });
  return new Map([...bySend].map(([sendId, ofSend]) => [sendId, ofSend.map(read)]));
}

/** How many deliveries of each send have each effective status. */
export async function countStatuses(
  db: Engine['db'],
  sendIds: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>();
  const rows = await db
    .selectFrom('deliveries')
    .leftJoin('manual_reports', 'manual_reports.delivery_id', 'deliveries.id')
    .select([
      'deliveries.send_id',
      'deliveries.status',
      'manual_reports.said',
      ({ fn }) => fn.countAll<number>().as('n'),
    ])
    .where('deliveries.send_id', 'in', sendIds)
    .groupBy(['deliveries.send_id', 'deliveries.status', 'manual_reports.said'])
    .execute();
  for (const { send_id, status, said, n } of rows) {
    const effective = effectiveStatus(status, said);
    const counted = counts.get(send_id) ?? {};
    counts.set(send_id, { ...counted, [effective]: (counted[effective] ?? 0) + n });
  }
  return counts;
}

/** The card in the channel; else the asker's own direct message, or the audit card where the asker is in that channel. */
async function findCards(
  db: Engine['db'],
  sends: readonly Candidate[],
  { actorId, channelId }: Asker,
): Promise<ReadonlyMap<string, NonNullable<SendSummary['card']>>> {
  if (sends.length === 0) return new Map();
  const actors = new Map(sends.map((send) => [send.id, send.actor_id]));
  const rows = await db
    .selectFrom('cards')
    .select(['send_id', 'role', 'message_channel_id', 'message_ts'])
    .where('send_id', 'in', [...actors.keys()])
    .where('role', 'in', ['audit', 'dm', 'channel'])
    .execute();
  const order = ['audit', 'dm', 'channel'];
  const cards = new Map<string, NonNullable<SendSummary['card']>>();
  for (const row of rows.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))) {
    const { message_channel_id: channel, message_ts: ts, role, send_id } = row;
    const canOpen = role === 'channel' || (role === 'dm' ? actors.get(send_id) === actorId : channel === channelId);
    if (channel !== null && ts !== null && canOpen) cards.set(send_id, { channelId: channel, ts });
  }
  return cards;
}
