/** How a promise can be broken, with the place that makes it: an invariant of ARCHITECTURE.md, or a row of RELIABILITY.md. */
const PROMISED = {
  sent_twice: 'invariant 1',
  /** One press became several sends. */
  two_sends: 'invariant 1',
  /** More requests than the ledger counted before they left. */
  uncounted_request: 'invariant 1',
  /** Taken, and in no ledger, on no card or cancelled by nobody. */
  lost: 'invariant 2',
  /** Never comes to an end. */
  stuck: 'invariant 2',
  wrong_card: 'invariant 2',
  extra_card: 'invariant 2',
  wrong_tally: 'invariant 2',
  /** A phone knows better. */
  untrue_status: 'invariant 3',
  /** Unknown, although a report says what became of it. */
  ignored_report: 'invariant 3',
  /** More in doubt than a process can have had in the air. */
  needless_unknown: 'invariant 3',
  /** The rest of a stopped list is not what never left. */
  wrong_rest: 'invariant 3',
  status_fell: 'invariant 4',
  unconfirmed_sent: 'invariant 5',
  /** More than the first rows left, or something before its time. */
  sent_early: 'invariant 5',
  sent_in_pause: 'invariant 5',
  wrong_stop: 'invariant 5',
  sent_after_no: 'invariant 5',
  quota_passed: 'invariant 5',
  wrong_quota: 'invariant 5',
  colleague_not_asked: 'invariant 5',
  /** Nobody else agreed to it, or not to these words. */
  unapproved_sent: 'invariant 6',
  leaked: 'invariant 7',
  /** An outsider's request did something. */
  forged: 'invariant 9',
  reply_lost: 'a reply is kept once',
  reply_doubled: 'a reply is kept once',
  reply_misplaced: 'a reply is kept once',
  /** STOP is shown before it counts, or does not count in the end. */
  wrong_opt_out: 'a reply is kept once',
  bad_shutdown: 'a deploy costs nothing',
} as const;

export type BrokenPromise = keyof typeof PROMISED;

/** Says what is wrong. */
export type Blame = (broken: BrokenPromise, sentence: string) => void;

/** `sent_twice (invariant 1): 2 messages of N-1 on one phone` */
export function violationOf(broken: BrokenPromise, sentence: string): string {
  return `${broken} (${PROMISED[broken]}): ${sentence}`;
}

/** Which promise a violation breaks; undefined for one that breaks none, such as a run in which nothing was killed. */
export function brokenIn(violation: string): BrokenPromise | undefined {
  const [word = ''] = violation.split(' (', 1);
  return isBroken(word) ? word : undefined;
}

function isBroken(word: string): word is BrokenPromise {
  return Object.hasOwn(PROMISED, word);
}
