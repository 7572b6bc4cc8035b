/** Who can fix the cause. The last one means that no person can: the sender waits, or reaches the recipient another way. */
export type FixableBy = 'you' | 'admin' | 'kaleyra' | 'recipient' | 'nobody';

/** Whether sending again is safe and sensible. */
export type Again =
  /** Now, as it is. */
  | 'safe'
  /** Once the cause is fixed; before that it fails the same way. */
  | 'after_fix'
  /** After a while. */
  | 'later'
  /** Never, for this recipient and this message. */
  | 'useless'
  /** It may arrive twice: ask first. */
  | 'may_double';

/** What a code of Kaleyra's, Meta's or the network's means for the person who pressed Send. */
export interface CodeMeaning {
  /** A clause to stand after a colon, without a full stop. */
  readonly meaning: string;
  /** What to do, in a whole sentence. */
  readonly step: string;
  readonly fixableBy: FixableBy;
  readonly again: Again;
  /** Set where one code has many causes, so that the provider's own words have to be shown with it. */
  readonly needsTheirWords?: true;
  /** Set where every further send of the account would be refused too, with what ends that: a free probe, or a person. */
  readonly stopsAccount?: 'until_probed' | 'until_resumed';
  /** What to do while all sends wait, where that is not the step of one message. */
  readonly pausedStep?: string;
  /** Set where the provider asks for fewer messages at a time. */
  readonly asksToWait?: true;
}

/** What a code means, in any case and spelling that the provider uses; undefined for one that no list has. */
export type MeaningOf = (code: string) => CodeMeaning | undefined;

export type CodeTable = Readonly<Record<string, CodeMeaning>>;
