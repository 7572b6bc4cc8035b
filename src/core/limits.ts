const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// How long people and Slack are kept waiting.

/** Slack hangs up on a submitted view after three seconds, so we answer before that. */
export const MAX_SUBMISSION_MS = 2_300;
/** A picker shows its list without recent templates when they take longer, because Slack gives it three seconds in all. */
export const MAX_RECENT_TEMPLATES_MS = 250;
/** A form opens without its draft when reading that takes longer: its `trigger_id` lives three seconds. */
export const MAX_FORM_DRAFT_WAIT_MS = 300;

/** The rules may have to ask Slack who is in a group; a submission is answered without it when that takes longer. */
export const MAX_RULES_WAIT_MS = 1_500;

// How long something is remembered.

/** A person has a day to confirm a review. */
export const DRAFT_LIFE_MS = DAY_MS;
/** What was typed into a form and not sent is kept for half a day. */
export const FORM_DRAFT_LIFE_MS = 12 * HOUR_MS;
/** A send that says the same to the same number again so soon is probably a mistake. What is unknown has no such end. */
export const REPEAT_WINDOW_MS = 10 * MINUTE_MS;
/** A person's and a channel's recent templates are forgotten after three months without a send. */
export const RECENT_TEMPLATES_LIFE_MS = 90 * DAY_MS;
/** This many templates are remembered for a person, and as many for a channel. */
export const MAX_REMEMBERED_TEMPLATES = 8;

// Lists.

/** A list that is due so late waits for a person. */
export const MAX_LIST_LATENESS_MS = HOUR_MS;
/** The first rows of a list are waited for so long before a person is asked whether the others may leave. */
export const TRIAL_WAIT_MS = MINUTE_MS;
/** So many rows leave first, of a list that has as many as the second number. */
export const TRIAL_ROWS = 3;
export const MIN_ROWS_FOR_TRIAL = 100;
/** A list that says the same to the same people again within a week is mentioned, and so are people who got the template. */
export const LIST_REPEAT_WINDOW_MS = 7 * DAY_MS;
/** A list may be scheduled so far ahead, and not for a sooner moment. */
export const MIN_SCHEDULE_MS = 5 * MINUTE_MS;
export const MAX_SCHEDULE_MS = 30 * DAY_MS;
/** Saved groups are forgotten after three months, so that they do not become a store of customers. */
export const GROUP_LIFE_MS = 90 * DAY_MS;
/** The breaker pauses a list when as many of so many outcomes in a row have one reason that is not the recipient's. */
export const BREAKER_OUTCOMES = 50;
export const BREAKER_MIN_FAILURES = 5;
export const BREAKER_MIN_SHARE = 0.2;

// Approvals.

/** A send that needs approval is cancelled when no one has given it by then. */
export const APPROVAL_LIFE_MS = 8 * HOUR_MS;
/** Approvers are reminded after a quarter of an hour, and each time after twice the wait before. */
export const FIRST_REMINDER_MS = 15 * MINUTE_MS;

// Codes that prove a number, in team mode.

/** A code counts for ten minutes, and so long it may leave. */
export const CODE_LIFE_MS = 10 * MINUTE_MS;
/** After so many wrong ones it counts no more. */
export const MAX_CODE_TRIES = 5;
/** So many codes are sent in an hour for one person, and to one number whoever asks. */
export const CODE_HOUR_MS = HOUR_MS;
export const MAX_CODES_AN_HOUR = 3;
/** So many in a day to one number: a stranger's phone is not to ring all day. */
export const CODE_DAY_MS = DAY_MS;
export const MAX_CODES_OF_NUMBER_A_DAY = 5;

// Quotas.

/** What was charged on a day is forgotten so long after the last send of that day may leave. */
export const QUOTA_DAYS_MS = 7 * DAY_MS;

// Quiet hours.

/** What waited for the morning leaves within ten minutes after it began, so that not everything leaves at once. */
export const MORNING_JITTER_MS = 10 * MINUTE_MS;
/** What still waits for a morning after a day is cancelled. */
export const MAX_NIGHT_WAIT_MS = DAY_MS;

// Delivery reports.

/** Reports come within seconds to hours; after a day the card says that none came. */
export const REPORT_OVERDUE_MS = DAY_MS;
/** A report whose message is not known after three days is not ours. */
export const PARKED_REPORT_LIFE_MS = 72 * HOUR_MS;
/** About so many reports are kept whose message is not known and that carry no token: some 60 MB. */
export const MAX_PARKED_REPORTS = 200_000;

// Replies.

/** WhatsApp takes a text without a template for 24 hours after the person wrote; two minutes are for the way there. */
export const ANSWER_WINDOW_MS = 24 * HOUR_MS - 2 * MINUTE_MS;
/** A reply that names no message is probably about the newest one that went to its number, if that is no older. */
export const REPLY_MATCH_WINDOW_MS = 72 * HOUR_MS;
/** More replies of one number in a day are counted and not kept: no person writes so many. */
export const MAX_REPLIES_OF_NUMBER_A_DAY = 200;

// Waits that Slack or the provider asks for.

/** However long it asks to wait, it is tried again after 15 minutes: more comes from a broken proxy, and would stop everything. */
export const MAX_RETRY_AFTER_MS = 15 * MINUTE_MS;

// Requests to the provider that are proved never to have been processed.

/** A request is made three times in all. */
export const MAX_REQUEST_ATTEMPTS = 3;
/** The waits between tries; half of each is left to chance, so that batches which fail together do not retry together. */
export const REQUEST_BACKOFF_MS: readonly number[] = [2 * SECOND_MS, 8 * SECOND_MS];

// Pauses of the account.

/** The account waits so long when the provider asks to slow down and names no time. */
export const DEFAULT_PAUSE_MS = 30 * SECOND_MS;
/** A refused account is probed a minute after it was refused. */
export const FIRST_PROBE_MS = MINUTE_MS;
/** The wait between two probes doubles so many times, so it ends at 16 minutes. */
export const MAX_PROBE_DOUBLINGS = 4;
/** A pause that comes back so soon after a probe ended it shows that the probe sees something else than a send does. */
export const PROBE_DISTRUST_MS = HOUR_MS;
/** A callback address that is not allowed is mentioned once a week: often enough to notice a second failure. */
export const CALLBACK_NOTICE_INTERVAL_MS = 7 * DAY_MS;

// Cards.

/** A card that could not be shown is tried again after a second, and each wait is twice the one before. */
export const FIRST_CARD_WAIT_MS = SECOND_MS;
/** The wait between two tries ends at five minutes. */
export const MAX_CARD_WAIT_MS = 5 * MINUTE_MS;
/** A wait that Slack named is lengthened by chance, at most by this. */
export const MAX_CARD_WAIT_SPREAD_MS = 5 * SECOND_MS;
/** An edit that Slack left without an answer may be made late: so long after the one that followed it, that one is made once more. */
export const LATE_EDIT_MS = 3 * SECOND_MS;
/** A card that Slack has not shown for a day is given up. */
export const CARD_GIVEN_UP_AFTER_MS = DAY_MS;
/** Half an hour or more: a bot that was off for days tries so long before it gives a card up. */
export const MIN_CARD_ATTEMPTS = 20;

// Templates.

/** The provider's list of templates is read so often. */
export const TEMPLATE_LIST_INTERVAL_MS = 5 * MINUTE_MS;
/** A list that is read so soon after a callback may still have the status from before it. */
export const TEMPLATE_STATUS_SETTLES_MS = MINUTE_MS;
/** A list has no status for a warning. WhatsApp takes back a flag, or disables the template, after seven days. */
export const TEMPLATE_WARNING_LIFE_MS = 7 * DAY_MS;

// Readiness.

/** A process is not ready while a message or a card has waited for longer than this. */
export const MAX_BACKLOG_MS = MINUTE_MS;
/** Nor while the ledger has refused for longer than this what its workers claim or save. */
export const MAX_WORK_FAILING_MS = 10 * SECOND_MS;
/** Slack refuses what is signed five minutes off; a minute is early enough to fix the clock. */
export const MAX_CLOCK_SKEW_MS = MINUTE_MS;

// Saving a result that only this process knows, while the ledger does not answer.

/** The first waits between tries. */
export const FIRST_SAVE_WAITS_MS: readonly number[] = [50, 200, SECOND_MS, 3 * SECOND_MS];
/** Every later wait. */
export const SAVE_WAIT_MS = 5 * SECOND_MS;
/** Ten minutes in all. What is not saved by then is left to its lease, which ends as `unknown`. */
export const MAX_SAVE_RETRIES = 124;
