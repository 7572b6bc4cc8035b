import type { Quotas } from '../../core/rules/policy/policy.ts';
import type { DayLimits, QuotaShortage } from '../../core/rules/send-rules.ts';

/** So many recipients of one quota on one day. */
export interface QuotaUse {
  readonly scope: keyof Quotas;
  readonly subject: string;
  readonly day: string;
  readonly count: number;
}

/** Whose quotas a send is charged to. */
export interface QuotaOwner {
  readonly teamId: string;
  readonly channelId: string;
  readonly actorId: string;
}

/** Every transaction locks quotas in this order, those that many sends share last, and each kind by its subjects. */
const LOCK_ORDER: Readonly<Record<keyof Quotas, number>> = { number: 0, person: 1, channel: 2, workspace: 3 };

/** What recipients are charged to, in the order in which quotas are locked. @param byNumber how many there are by number key */
export function usesOf(
  { teamId, channelId, actorId }: QuotaOwner,
  day: string,
  byNumber: ReadonlyMap<string, number>,
): readonly QuotaUse[] {
  const count = [...byNumber.values()].reduce((sum, one) => sum + one, 0);
  return [
    ...[...byNumber].map(([subject, one]) => ({ scope: 'number' as const, subject, day, count: one })),
    { scope: 'person' as const, subject: `${teamId} ${actorId}`, day, count },
    { scope: 'channel' as const, subject: `${teamId} ${channelId}`, day, count },
    { scope: 'workspace' as const, subject: teamId, day, count },
  ].sort(inLockOrder);
}

/** Adds up what is charged to the same quota, in the order in which quotas are locked. */
export function addUp(uses: readonly QuotaUse[]): readonly QuotaUse[] {
  const sums = new Map<string, QuotaUse>();
  for (const use of uses) {
    const key = JSON.stringify([use.scope, use.subject, use.day]);
    sums.set(key, { ...use, count: use.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort(inLockOrder);
}

function inLockOrder(a: QuotaUse, b: QuotaUse): number {
  const scopes = LOCK_ORDER[a.scope] - LOCK_ORDER[b.scope];
  if (scopes !== 0) return scopes;
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return a.day < b.day ? -1 : Number(a.day > b.day);
}

/** The quota that lets the fewest of a send's recipients pass; undefined where all of them fit. @param usedBefore by others */
export function shortageOf(
  limits: DayLimits,
  uses: readonly (QuotaUse & { readonly usedBefore: number })[],
): QuotaShortage | undefined {
  const shortages = [...Map.groupBy(uses, ({ scope }) => scope)].flatMap(([quota, charged]) => {
    const limit = limits[quota];
    const over = limit === undefined ? [] : charged.filter((use) => use.usedBefore + use.count > limit);
    if (limit === undefined || over.length === 0) return [];
    const left = charged.reduce((sum, use) => sum + Math.min(use.count, Math.max(0, limit - use.usedBefore)), 0);
    const isTeamMode = quota === 'workspace' && limits.isTeamMode === true;
    return [
      { quota, limit, left, ...(quota === 'number' && { numbers: over.length }), ...(isTeamMode && { isTeamMode }) },
    ];
  });
  return shortages.sort((a, b) => a.left - b.left)[0];
}
