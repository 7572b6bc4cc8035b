import type { RichTextDate } from '@slack/types';

/** A moment in the reader's own zone; `format` is of Slack's date tokens, such as `{time}`. */
export function dateElement(at: Date, format: string): RichTextDate {
  return { type: 'date', timestamp: seconds(at), format, fallback: utcText(at) };
}

/** The same in mrkdwn. */
export function dateMrkdwn(at: Date, format: string): string {
  return `<!date^${seconds(at)}^${format}|${utcText(at)}>`;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

function utcText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
