import type { FaultCatalogue } from './faults.ts';

/** Kaleyra refuses: nothing goes out. */
export type RefusalFault = 'refuse_e424' | 'refuse_rbc001' | 'refuse_e110' | 'busy_429';

/** Nothing listens at Kaleyra's address: proof that nothing left. */
type OutageFault = 'kaleyra_down';

/** Kaleyra sends the message first and only then fails: the faults that make careless bots send twice. */
export type AnswerFault =
  | 'break_after_sending'
  | 'error_500_after_sending'
  | 'unavailable_503_after_sending'
  | 'hang_after_sending'
  | 'late_answer'
  | 'html_answer'
  | 'cut_answer'
  | 'empty_answer'
  | 'partial_data';

type ReportFault =
  | 'not_whitelisted'
  | 'reports_before_answer'
  | 'reports_late'
  | 'reports_twice'
  | 'reports_by_post'
  | 'reports_out_of_order'
  | 'reports_never';

type ReplyFault = 'replies_as_v2' | 'replies_twice';

type SlackFault = 'slack_slow' | 'slack_busy_429' | 'slack_down' | 'slack_answer_lost';

export type FaultId = OutageFault | RefusalFault | AnswerFault | ReportFault | ReplyFault | SlackFault;

const UNKNOWN = 'The card says that the message may have been sent; the delivery report then settles it.';

/** In the order in which the page lists them. */
export const FAULTS: FaultCatalogue<FaultId> = {
  refuse_e424: {
    about: 'kaleyra',
    title: 'Kaleyra refuses the request (E424)',
    expect: 'The card says “not sent”, with E424 and what it means; no phone gets anything.',
  },
  refuse_rbc001: {
    about: 'kaleyra',
    title: 'Kaleyra does not know the account (RBC001)',
    expect: 'The card says what an admin has to check; later messages wait until that is fixed.',
  },
  refuse_e110: {
    about: 'kaleyra',
    title: 'The Kaleyra account is out of money (E110)',
    expect: 'The card says that the balance is used up and that nothing was sent.',
  },
  busy_429: {
    about: 'kaleyra',
    title: 'Kaleyra is busy and asks to wait (429)',
    expect: 'The message stays queued and goes out by itself once the fault is off.',
  },
  kaleyra_down: {
    about: 'kaleyra',
    title: 'Kaleyra cannot be reached',
    expect: 'Nothing left, so the bot tries again: the message goes out once the fault is off.',
  },
  break_after_sending: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message, then the connection breaks',
    expect: UNKNOWN,
  },
  error_500_after_sending: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message, then answers with a failure (500)',
    expect: UNKNOWN,
  },
  unavailable_503_after_sending: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message, then says that it is not available (503)',
    expect: UNKNOWN,
  },
  hang_after_sending: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message and never answers',
    expect: `After 15 s: ${UNKNOWN}`,
  },
  late_answer: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message and answers after 20 s',
    expect: `After 15 s: ${UNKNOWN}`,
  },
  html_answer: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message, but a gateway answers with a web page',
    expect: UNKNOWN,
  },
  cut_answer: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message, and its answer is cut off half-way',
    expect: UNKNOWN,
  },
  empty_answer: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message and answers with nothing',
    expect: UNKNOWN,
  },
  partial_data: {
    about: 'kaleyra',
    title: 'Kaleyra takes the message and leaves the last recipient out of its answer',
    expect: 'That recipient is shown as “may have been sent”, the others have their message IDs; a report settles it.',
  },
  not_whitelisted: {
    about: 'reports',
    title: 'The callback address is not whitelisted at Kaleyra',
    expect: 'The message goes out; the card says that there will be no delivery reports.',
  },
  reports_before_answer: {
    about: 'reports',
    title: 'The first report comes before Kaleyra’s answer',
    expect: 'The card is right all the same: the report is kept until the answer is there.',
  },
  reports_late: {
    about: 'reports',
    title: 'Reports come 15 s late',
    expect: 'The card waits at accepted, then catches up.',
  },
  reports_twice: {
    about: 'reports',
    title: 'Every report comes twice',
    expect: 'Nothing to see: the second one changes nothing.',
  },
  reports_by_post: {
    about: 'reports',
    title: 'Reports come by POST with JSON',
    expect: 'Nothing to see: the card follows as it does for reports by GET.',
  },
  reports_out_of_order: {
    about: 'reports',
    title: 'Delivered is reported before sent',
    expect: 'The card says delivered and never falls back to sent.',
  },
  replies_as_v2: {
    about: 'reports',
    title: 'Kaleyra tells replies as V2 does, in JSON',
    expect: 'What a phone writes or taps is shown like any other reply.',
  },
  replies_twice: {
    about: 'reports',
    title: 'Kaleyra tells every reply twice',
    expect: 'Each reply is shown and counted once.',
  },
  reports_never: {
    about: 'reports',
    title: 'No report ever comes',
    expect: 'The card stays at accepted; the phone has the message.',
  },
  slack_slow: {
    about: 'slack',
    title: 'Slack answers the bot 2 s late',
    expect: 'The form opens late; nothing is lost and nothing is posted twice.',
  },
  slack_busy_429: {
    about: 'slack',
    title: 'Slack tells the bot to wait (429)',
    expect: 'No form opens, and the person is told; a card that was due comes once the fault is off.',
  },
  slack_down: {
    about: 'slack',
    title: 'Slack’s API is down (503)',
    expect: 'No form opens; a card that was due comes once the fault is off. Messages go out all the same.',
  },
  slack_answer_lost: {
    about: 'slack',
    title: 'Slack does what the bot asks, then the connection breaks',
    expect: 'At worst there are two cards of the same message; never two messages on a phone.',
  },
};
