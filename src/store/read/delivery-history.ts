import type { DeliveryFailure, FailureReason } from '../../core/explanations/failure.ts';
import type { HistoryEntry } from '../../core/send/delivery/history.ts';
import type { DeliveryHistory } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';

type Entry = readonly [deliveryId: string, entry: HistoryEntry];

/** @returns for each delivery what the bot did, what reports said and what people reported by hand, in the order of time */
export function createHistoryOf({ db }: Engine): DeliveryHistory['historyOf'] {
  async function findChanges(deliveryIds: readonly string[]): Promise<Entry[]> {
    const rows = await db
      .selectFrom('status_changes')
      .selectAll()
      .where('delivery_id', 'in', deliveryIds)
      .orderBy('id')
      .execute();
    return rows.map((row) => [
      row.delivery_id,
      {
        from: 'bot',
        at: new Date(row.changed_at),
        status: row.status,
        failure: failureOf(row.failure_reason, row.failure_code, row.failure_text),
      },
    ]);
  }

  async function findReports(deliveryIds: readonly string[]): Promise<Entry[]> {
    const rows = await db
      .selectFrom('status_events')
      .select(['delivery_id', 'status', 'code', 'text', 'received_at'])
      .where('delivery_id', 'in', deliveryIds)
      .orderBy('received_at')
      .execute();
    return rows.map(({ delivery_id, status, code, text, received_at }) => [
      delivery_id ?? '',
      {
        from: 'report',
        at: new Date(received_at),
        status,
        failure: failureOf(status === 'failed' ? 'reported' : null, code, text),
      },
    ]);
  }

  async function findManualReports(deliveryIds: readonly string[]): Promise<Entry[]> {
    const rows = await db.selectFrom('manual_reports').selectAll().where('delivery_id', 'in', deliveryIds).execute();
    return rows.map(({ delivery_id, said, actor_id, said_at }) => [
      delivery_id,
      { from: 'person', said, actorId: actor_id, at: new Date(said_at) },
    ]);
  }

  return async (deliveryIds) => {
    if (deliveryIds.length === 0) return new Map();
    const entries = [
      ...(await findChanges(deliveryIds)),
      ...(await findReports(deliveryIds)),
      ...(await findManualReports(deliveryIds)),
    ].toSorted(([, a], [, b]) => a.at.getTime() - b.at.getTime());
    const byDelivery = Map.groupBy(entries, ([deliveryId]) => deliveryId);
    return new Map([...byDelivery].map(([deliveryId, own]) => [deliveryId, own.map(([, entry]) => entry)]));
  };
}

function failureOf(
  reason: FailureReason | null,
  code: string | null,
  text: string | null,
): DeliveryFailure | undefined {
  return reason === null ? undefined : { reason, code: code ?? undefined, text: text ?? undefined };
}
