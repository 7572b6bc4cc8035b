import { describe, expect, it } from 'vitest';
import * as limits from '../../src/core/limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Written out again: what the pages promise of times and numbers, and what each comment beside them says in words. */
const PROMISED: { readonly [Name in keyof typeof limits]?: (typeof limits)[Name] } = {
  MAX_SUBMISSION_MS: 2_300,
  MAX_RECENT_TEMPLATES_MS: 250,
  MAX_FORM_DRAFT_WAIT_MS: 300,
  MAX_RULES_WAIT_MS: 1_500,
  DRAFT_LIFE_MS: DAY,
  FORM_DRAFT_LIFE_MS: DAY / 2,
  REPEAT_WINDOW_MS: 10 * MINUTE,
  RECENT_TEMPLATES_LIFE_MS: 90 * DAY,
  MAX_REMEMBERED_TEMPLATES: 8,
  MAX_LIST_LATENESS_MS: HOUR,
  TRIAL_WAIT_MS: MINUTE,
  TRIAL_ROWS: 3,
  MIN_ROWS_FOR_TRIAL: 100,
  LIST_REPEAT_WINDOW_MS: 7 * DAY,
  MIN_SCHEDULE_MS: 5 * MINUTE,
  MAX_SCHEDULE_MS: 30 * DAY,
  GROUP_LIFE_MS: 90 * DAY,
  BREAKER_OUTCOMES: 50,
  BREAKER_MIN_FAILURES: 5,
  BREAKER_MIN_SHARE: 0.2,
  APPROVAL_LIFE_MS: 8 * HOUR,
  FIRST_REMINDER_MS: 15 * MINUTE,
  CODE_LIFE_MS: 10 * MINUTE,
  MAX_CODE_TRIES: 5,
  CODE_HOUR_MS: HOUR,
  MAX_CODES_AN_HOUR: 3,
  CODE_DAY_MS: DAY,
  MAX_CODES_OF_NUMBER_A_DAY: 5,
  QUOTA_DAYS_MS: 7 * DAY,
  MORNING_JITTER_MS: 10 * MINUTE,
  MAX_NIGHT_WAIT_MS: DAY,
  REPORT_OVERDUE_MS: DAY,
  PARKED_REPORT_LIFE_MS: 3 * DAY,
  ANSWER_WINDOW_MS: DAY - 2 * MINUTE,
  REPLY_MATCH_WINDOW_MS: 3 * DAY,
  MAX_REPLIES_OF_NUMBER_A_DAY: 200,
  MAX_REQUEST_ATTEMPTS: 3,
  REQUEST_BACKOFF_MS: [2 * SECOND, 8 * SECOND],
  DEFAULT_PAUSE_MS: 30 * SECOND,
  FIRST_PROBE_MS: MINUTE,
  MAX_PROBE_DOUBLINGS: 4,
  PROBE_DISTRUST_MS: HOUR,
  CALLBACK_NOTICE_INTERVAL_MS: 7 * DAY,
  FIRST_CARD_WAIT_MS: SECOND,
  MAX_CARD_WAIT_MS: 5 * MINUTE,
  MAX_CARD_WAIT_SPREAD_MS: 5 * SECOND,
  MAX_RETRY_AFTER_MS: 15 * MINUTE,
  CARD_GIVEN_UP_AFTER_MS: DAY,
  MIN_CARD_ATTEMPTS: 20,
  TEMPLATE_LIST_INTERVAL_MS: 5 * MINUTE,
  TEMPLATE_STATUS_SETTLES_MS: MINUTE,
  TEMPLATE_WARNING_LIFE_MS: 7 * DAY,
  MAX_BACKLOG_MS: MINUTE,
  MAX_WORK_FAILING_MS: 10 * SECOND,
  MAX_CLOCK_SKEW_MS: MINUTE,
  FIRST_SAVE_WAITS_MS: [50, 200, SECOND, 3 * SECOND],
  SAVE_WAIT_MS: 5 * SECOND,
  MAX_SAVE_RETRIES: 124,
};

describe('the times and numbers that the pages promise', () => {
  it('change only on purpose', () => {
    expect(limits).toMatchObject(PROMISED);
  });

  it('fit one another: what this process alone knows is saved for ten minutes', () => {
    const first = limits.FIRST_SAVE_WAITS_MS.reduce((sum, ms) => sum + ms, 0);
    const later = (limits.MAX_SAVE_RETRIES - limits.FIRST_SAVE_WAITS_MS.length) * limits.SAVE_WAIT_MS;

    expect((first + later) / MINUTE).toBeCloseTo(10, 0);
  });
});
