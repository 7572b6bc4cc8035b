/** What may leave at all; only the configuration says so. */
export type Mode =
  /** Nothing leaves: everything up to the encoded request happens. */
  | 'trial'
  /** Only the team's own numbers are reached. */
  | 'team'
  /** Everything that the rules allow leaves. */
  | 'live';

const MODE_SENTENCES: Readonly<Record<Exclude<Mode, 'live'>, string>> = {
  trial: 'Trial: nothing leaves this machine.',
  team: 'Team mode: only the team’s numbers get messages.',
};

/** Said where people write, review and look at messages; undefined where everything leaves. */
export function modeSentence(mode: Mode): string | undefined {
  return mode === 'live' ? undefined : MODE_SENTENCES[mode];
}
