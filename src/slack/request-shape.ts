import { parse } from 'node:querystring';

export const FORM = 'application/x-www-form-urlencoded';

/** The media type alone: Bolt takes a form for JSON when `; charset=utf-8` follows it. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/**
 * Whether a body is one that Slack could have sent: an object as JSON, a form with an object in `payload`, or a command.
 * Bolt reads properties of whatever JSON gives it, and a `null` there ends the process.
 */
export function isSlackShaped(body: string, mediaType: string): boolean {
  if (mediaType !== FORM) return isJsonObject(body);
  const form = parse(body);
  if (typeof form['payload'] === 'string') return isJsonObject(form['payload']);
  return typeof form['command'] === 'string' || form['ssl_check'] === '1';
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
