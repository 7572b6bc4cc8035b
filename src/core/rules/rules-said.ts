/** What the rules say of a send, as people read it before they confirm. */
export interface RulesSaid {
  /** Who has to approve it and why, a sentence each; empty where no one has to. */
  readonly approval: readonly string[];
  /** Whether it may leave before that, with a reason. */
  readonly mayBreakGlass: boolean;
}
