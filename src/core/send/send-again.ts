import type { Explanations } from '../explanations/explanation.ts';
import { formatNoun } from '../format.ts';
import type { PhoneNumber } from '../recipients/phone-number.ts';
import { cutText } from '../text.ts';
import type { Delivery } from './delivery/delivery.ts';
import { hasArrived, isMissed, isSettled } from './delivery/status.ts';

/** Whom a send can be made again for. */
export type AgainScope =
  /** Those that certainly did not get it, unless sending again will not help. */
  | 'missed'
  /** Those as well whose delivery is `unknown`. */
  | 'missed_and_unknown'
  /** Everybody that certainly did not get it, whether it will help or not. */
  | 'all_missed'
  | 'all';

/** How many recipients of a send each choice is about. */
export interface AgainCounts {
  /** Those that did not get it, and that sending again may help. */
  readonly missed: number;
  /** Those that did not get it, and that sending again will not help. */
  readonly useless: number;
  readonly unknown: number;
  readonly all: number;
}

type Explain = Pick<Explanations, 'ofFailure'>;

/** What sending again would mean for one recipient. */
type Group = 'missed' | 'useless' | 'unknown' | 'waiting' | 'on_its_way' | 'arrived';

const IN_SCOPE: Readonly<Record<AgainScope, readonly Group[]>> = {
  missed: ['missed'],
  missed_and_unknown: ['missed', 'unknown'],
  all_missed: ['missed', 'useless'],
  all: ['missed', 'useless', 'unknown', 'waiting', 'on_its_way', 'arrived'],
};

const MAX_REASON_LENGTH = 160;
const OPTED_OUT = 'they said no to such messages';

export function againCounts(deliveries: readonly Delivery[], explanations: Explain): AgainCounts {
  const count = (group: Group): number => inGroup(deliveries, group, explanations).length;
  return { missed: count('missed'), useless: count('useless'), unknown: count('unknown'), all: deliveries.length };
}

/** The choices that differ from one another, the safest first. */
export function againScopes({ missed, useless, unknown, all }: AgainCounts): readonly AgainScope[] {
  const scopes: AgainScope[] = [];
  if (missed > 0) scopes.push('missed');
  if (unknown > 0) scopes.push('missed_and_unknown');
  if (useless > 0) scopes.push('all_missed');
  if (missed + useless + unknown < all) scopes.push('all');
  return scopes;
}

/** The choice that may be made for the person; undefined when each one doubles a message, may do so, or is of no use. */
export function safeScope({ missed }: AgainCounts): AgainScope | undefined {
  return missed > 0 ? 'missed' : undefined;
}

/** The recipients that a choice is for, in the order of the send; none before a choice is made. */
export function againRecipients(
  deliveries: readonly Delivery[],
  scope: AgainScope | undefined,
  explanations: Explain,
): readonly PhoneNumber[] {
  if (scope === undefined) return [];
  const meant = deliveries.filter((delivery) => IN_SCOPE[scope].includes(groupOf(delivery, explanations)));
  return meant.map(({ recipient }) => recipient);
}

/**
 * What the person has to know before making this choice, or before making any; undefined when no recipient can get the
 * message twice and sending again may help all of them.
 */
export function againWarning(
  scope: AgainScope | undefined,
  deliveries: readonly Delivery[],
  explanations: Explain,
): string | undefined {
  const groups = IN_SCOPE[scope ?? 'all'];
  const meant = (group: Group) => (groups.includes(group) ? inGroup(deliveries, group, explanations) : []);
  const said = (group: Group, sentence: (people: string) => string): string[] => {
    const count = meant(group).length;
    return count === 0 ? [] : [sentence(formatNoun(count, 'recipient'))];
  };
  const twice = [
    ...said('unknown', (people) => `${people} may have it already: nobody knows whether it arrived. Ask first.`),
    ...said('waiting', (people) => `For ${people} it still waits to be sent.`),
    ...said('on_its_way', (people) => `For ${people} it is on its way: Kaleyra has it.`),
    ...said('arrived', (people) => `${people} got it already.`),
  ];
  const parts = [
    ...twice,
    ...(twice.length === 0 ? [] : ['Anyone who has it will get it twice.']),
    ...uselessSentence(meant('useless'), explanations),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

function uselessSentence(deliveries: readonly Delivery[], explanations: Explain): string[] {
  if (deliveries.length === 0) return [];
  const meanings = deliveries.flatMap(({ cancelReason, failure }) => {
    if (cancelReason === 'opted_out') return [OPTED_OUT];
    return failure === undefined ? [] : [explanations.ofFailure(failure).meaning];
  });
  const [first = '', ...others] = new Set(meanings);
  const reason = cutText(first, MAX_REASON_LENGTH);
  const more = others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'reason' : 'reasons'}`;
  return [`For ${formatNoun(deliveries.length, 'recipient')} sending again will not help: ${reason}${more}.`];
}

function inGroup(deliveries: readonly Delivery[], group: Group, explanations: Explain): readonly Delivery[] {
  return deliveries.filter((delivery) => groupOf(delivery, explanations) === group);
}

function groupOf({ cancelReason, status, failure }: Delivery, explanations: Explain): Group {
  if (isMissed(status)) {
    if (cancelReason === 'opted_out') return 'useless';
    return failure !== undefined && explanations.ofFailure(failure).again === 'useless' ? 'useless' : 'missed';
  }
  if (status === 'unknown') return 'unknown';
  if (!isSettled(status)) return 'waiting';
  return hasArrived(status) ? 'arrived' : 'on_its_way';
}
