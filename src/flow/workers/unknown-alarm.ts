/**
 * The log line that needs a person at once: deliveries became `unknown`. Operators set alerts on this message, so it never
 * changes; the details are in the line's data.
 */
export const UNKNOWN_ALARM = 'deliveries turned unknown';
