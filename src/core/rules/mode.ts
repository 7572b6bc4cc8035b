/** What may leave at all; only the configuration says so. */
export type Mode =
  /** Nothing leaves: everything up to the encoded request happens. */
  | 'trial'
  /** Only the team's own numbers are reached. */
  | 'team'
  /** Everything that the rules allow leaves. */
  | 'live';
