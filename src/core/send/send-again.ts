import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { Delivery } from './delivery.ts';
import { type DeliveryStatus, isMissed, isSettled } from './status.ts';

/** Whom a send can be made again for. */
export type AgainScope =
  /** Those that certainly did not get it. */
  | 'missed'
  /** Those as well of whom nobody knows. */
  | 'missed_and_unknown'
  | 'all';

/** How many recipients of a send got it, as far as anybody knows. */
export interface AgainCounts {
  readonly missed: number;
  readonly unknown: number;
  readonly all: number;
}

export function againCounts(deliveries: readonly Delivery[]): AgainCounts {
  const count = (scope: AgainScope): number => againRecipients(deliveries, scope).length;
  const missed = count('missed');
  return { missed, unknown: count('missed_and_unknown') - missed, all: deliveries.length };
}

/** The choices that differ from one another, the safest first: it is the one to begin with. */
export function againScopes({ missed, unknown, all }: AgainCounts): readonly AgainScope[] {
  const scopes: AgainScope[] = [];
  if (missed > 0) scopes.push('missed');
  if (unknown > 0) scopes.push('missed_and_unknown');
  if (missed + unknown < all) scopes.push('all');
  return scopes;
}

/** In the order of the send. */
export function againRecipients(deliveries: readonly Delivery[], scope: AgainScope): readonly PhoneNumber[] {
  return deliveries.filter(({ status }) => belongs(status, scope)).map(({ recipient }) => recipient);
}

function belongs(status: DeliveryStatus, scope: AgainScope): boolean {
  if (scope === 'all') return true;
  return isMissed(status) || (scope === 'missed_and_unknown' && status === 'unknown');
}

/** What the person has to know before choosing this; undefined when nobody can get it twice. */
export function againWarning(scope: AgainScope, deliveries: readonly Delivery[]): string | undefined {
  const met = deliveries.filter(({ status }) => belongs(status, scope) && !isMissed(status));
  const unknown = met.filter(({ status }) => status === 'unknown').length;
  const under = met.filter(({ status }) => !isSettled(status)).length;
  const got = met.length - unknown - under;
  const parts = [
    ...(unknown === 0 ? [] : [`${people(unknown)} may have it already: nobody knows whether it arrived. Ask first.`]),
    ...(under === 0 ? [] : [`For ${people(under)} it is still on its way out.`]),
    ...(got === 0 ? [] : [`${people(got)} got it already.`]),
  ];
  return parts.length === 0 ? undefined : `${parts.join(' ')} They would get it twice.`;
}

function people(count: number): string {
  return count === 1 ? '1 recipient' : `${count.toLocaleString('en')} recipients`;
}
