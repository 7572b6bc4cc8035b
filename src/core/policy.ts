const MINUTE_MS = 60_000;

/** Slack hangs up on a submitted view after three seconds, so we answer before that. */
export const MAX_SUBMISSION_MS = 2_300;
/** A send that says the same to the same number again so soon is probably a mistake. */
export const REPEAT_WINDOW_MS = 10 * MINUTE_MS;
