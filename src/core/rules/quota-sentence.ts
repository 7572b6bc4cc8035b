import { formatCount, formatNoun } from '../format.ts';
import type { QuotaShortage } from './send-rules.ts';

/** Whose quota it is: the beginning of a sentence, by how many more may be sent. */
const LEFT = {
  person: (left: number) =>
    left === 0 ? 'You cannot send any more today' : `You can still send ${formatCount(left)} today`,
  channel: (left: number) =>
    left === 0 ? 'Nothing more can be sent from this channel today' : `${more(left)} from this channel`,
  workspace: (left: number) =>
    left === 0 ? 'Nothing more can be sent from this workspace today' : `${more(left)} from this workspace`,
} as const;

/**
 * `You can still send 12 today; this list has 500 (the policy allows 200 a day).`
 *
 * @param what what it is for, with its verb: `this list has 500`
 */
export function quotaSentence(shortage: QuotaShortage, what: string): string {
  const { isTeamMode, left, limit, numbers = 0, quota } = shortage;
  if (quota === 'number') {
    const have = numbers === 1 ? 'has had its' : 'have had their';
    return `${formatCount(numbers)} of these numbers ${have} ${formatNoun(limit, 'message')} of today, which is what the policy allows. Leave ${numbers === 1 ? 'it' : 'them'} out, or send tomorrow.`;
  }
  const who = isTeamMode === true ? 'team mode' : 'the policy';
  return `${LEFT[quota](left)}; ${what} (${who} allows ${formatCount(limit)} a day).`;
}

function more(left: number): string {
  return `${formatCount(left)} more ${left === 1 ? 'message can' : 'messages can'} be sent today`;
}
