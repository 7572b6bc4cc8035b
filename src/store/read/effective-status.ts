import type { Delivery, ManualReport } from '../../core/send/delivery.ts';
import { rankOf } from '../reports/advance-status.ts';

type Told = Pick<Delivery, 'status' | 'failure' | 'changedAt'>;

const MEANING = { arrived: 'delivered', not_arrived: 'failed' } as const satisfies Record<ManualReport['said'], string>;

/**
 * A person's word over what the ledger knows by itself. It counts as a report of the same status would: one that says as
 * much or more takes its place, and nothing makes the status fall.
 */
export function effectiveStatus<Known extends Told>(known: Known, word: ManualReport | undefined): Known & Told {
  if (word === undefined) return known;
  const status = MEANING[word.said];
  if (rankOf(status) <= rankOf(known.status)) return known;
  const failure = status === 'failed' ? ({ reason: 'told', code: undefined, text: undefined } as const) : undefined;
  return { ...known, status, failure, changedAt: word.at, manualReport: word };
}

/** A manualReport as a join gives it; all null where there is none. */
export interface JoinedManualReport {
  readonly said: ManualReport['said'] | null;
  readonly actor_id: string | null;
  readonly said_at: number | null;
}

export function readManualReport({ said, actor_id, said_at }: JoinedManualReport): ManualReport | undefined {
  if (said === null || actor_id === null || said_at === null) return undefined;
  return { said, actorId: actor_id, at: new Date(said_at) };
}
