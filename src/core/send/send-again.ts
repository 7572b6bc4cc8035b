import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { Delivery } from './delivery.ts';
import { type DeliveryStatus, isMissed, isSettled } from './status.ts';

/** Whom a send can be made again for. */
export type AgainScope =
  /** Those that certainly did not get it. */
  | 'missed'
  /** Those as well whose delivery is `unknown`. */
  | 'missed_and_unknown'
  | 'all';

/** How many recipients of a send each choice is for. */
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

/** The choices that differ from one another, the safest first, which is chosen by default. */
export function againScopes({ missed, unknown, all }: AgainCounts): readonly AgainScope[] {
  const scopes: AgainScope[] = [];
  if (missed > 0) scopes.push('missed');
  if (unknown > 0) scopes.push('missed_and_unknown');
  if (missed + unknown < all) scopes.push('all');
  return scopes;
}

/** The recipients whom a choice is for, in the order of the send. */
export function againRecipients(deliveries: readonly Delivery[], scope: AgainScope): readonly PhoneNumber[] {
  return deliveries.filter(({ status }) => belongs(status, scope)).map(({ recipient }) => recipient);
}

function belongs(status: DeliveryStatus, scope: AgainScope): boolean {
  if (scope === 'all') return true;
  return isMissed(status) || (scope === 'missed_and_unknown' && status === 'unknown');
}

/** What the person has to know before making this choice; undefined when no recipient can get the message twice. */
export function againWarning(scope: AgainScope, deliveries: readonly Delivery[]): string | undefined {
  const mayGetTwice = deliveries.filter(({ status }) => belongs(status, scope) && !isMissed(status));
  const unknown = mayGetTwice.filter(({ status }) => status === 'unknown').length;
  const unsettled = mayGetTwice.filter(({ status }) => !isSettled(status)).length;
  const arrived = mayGetTwice.length - unknown - unsettled;
  const parts = [
    ...(unknown === 0 ? [] : [`${people(unknown)} may have it already: nobody knows whether it arrived. Ask first.`]),
    ...(unsettled === 0 ? [] : [`For ${people(unsettled)} it is still on its way out.`]),
    ...(arrived === 0 ? [] : [`${people(arrived)} got it already.`]),
  ];
  return parts.length === 0 ? undefined : `${parts.join(' ')} They would get it twice.`;
}

function people(count: number): string {
  return count === 1 ? '1 recipient' : `${count.toLocaleString('en')} recipients`;
}
