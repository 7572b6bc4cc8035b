import type { RichTextDate } from '@slack/types';

/**
 * A time in the reader's own zone.
 *
 * @param format made of Slack's date tokens, such as `{time}`.
 * @see https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function dateElement(at: Date, format: string): RichTextDate {
  return { type: 'date', timestamp: seconds(at), format, fallback: utcText(at) };
}

/** The same as {@link dateElement}, in mrkdwn. */
export function dateMrkdwn(at: Date, format: string): string {
  return `<!date^${seconds(at)}^${format}|${utcText(at)}>`;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

function utcText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
