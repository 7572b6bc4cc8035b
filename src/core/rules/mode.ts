import type { Quotas } from './policy/policy.ts';
import type { DayLimits } from './send-rules.ts';

/** What may leave at all; only the configuration says so. */
export type Mode =
  /** Nothing leaves: everything up to the encoded request happens. */
  | 'trial'
  /** Only the team's own numbers are reached. */
  | 'team'
  /** Everything that the rules allow leaves. */
  | 'live';

/** Messages that leave in the mode `team` in a day, from the whole workspace. */
export const MAX_TEAM_MESSAGES_A_DAY = 50;

/** Most recipients a day: what the policy allows, and in team mode no more than that mode does. */
export function dayLimits(mode: Mode, quotas: Quotas): DayLimits {
  if (mode !== 'team' || (quotas.workspace ?? Number.POSITIVE_INFINITY) <= MAX_TEAM_MESSAGES_A_DAY) return quotas;
  return { ...quotas, workspace: MAX_TEAM_MESSAGES_A_DAY, isTeamMode: true };
}

const MODE_SENTENCES: Readonly<Record<Exclude<Mode, 'live'>, string>> = {
  trial: 'Trial: no message is sent.',
  team: `Team mode: only the team’s numbers get messages, at most ${MAX_TEAM_MESSAGES_A_DAY} a day.`,
};

/** How a person makes their own number one of the team's. */
export const PROVE_A_NUMBER = '/whatsapp-send my-number and the number proves one of your own.';

/** Said where people write, review and look at messages; undefined where everything leaves. */
export function modeSentence(mode: Mode): string | undefined {
  return mode === 'live' ? undefined : MODE_SENTENCES[mode];
}

const MAX_NAMED = 5;

/** `2 of these are not among the team’s numbers: •••• 3210, •••• 1234.` @param named all of them, masked */
export function outsideTeamSentence(named: readonly string[]): string {
  const shown = named.slice(0, MAX_NAMED);
  const more = named.length - shown.length;
  const which = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const are = named.length === 1 ? 'is not one of' : 'are not among';
  return `Team mode: ${which} ${are} the team’s numbers.`;
}
