/**
 * The message of the one log line that deserves a person at once: deliveries became `unknown`. Alerts are set on these
 * words, so they never change; what is known stands in the line's data.
 */
export const UNKNOWN_ALARM = 'deliveries turned unknown';
