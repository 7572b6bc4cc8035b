import type { ManualReport } from '../../core/send/manual-report.ts';

/** A manual report as a join gives it; all null where there is none. */
export interface JoinedManualReport {
  readonly said: ManualReport['said'] | null;
  readonly actor_id: string | null;
  readonly said_at: number | null;
}

export function readManualReport({ said, actor_id, said_at }: JoinedManualReport): ManualReport | undefined {
  if (said === null || actor_id === null || said_at === null) return undefined;
  return { said, actorId: actor_id, at: new Date(said_at) };
}
