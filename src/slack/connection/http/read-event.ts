import { parse } from 'node:querystring';

const FORM = 'application/x-www-form-urlencoded';

/** What Slack posts: the body of an event, as Bolt expects it. */
export type SlackEvent = Readonly<Record<string, unknown>>;

/**
 * Reads a body that Slack could have sent: an object as JSON, a form with an object in `payload`, or a command.
 * Undefined for anything else: Bolt reads properties of whatever it gets, and a `null` there would end the process.
 */
export function readEvent(body: string, contentType: string | undefined): SlackEvent | undefined {
  if (mediaTypeOf(contentType) !== FORM) return readObject(body);
  const form = parse(body);
  // Slack checks whether the address responds, unsigned: nothing else of it is used.
  if (form['ssl_check'] === '1') return { ssl_check: '1' };
  if (typeof form['payload'] === 'string') return readObject(form['payload']);
  return typeof form['command'] === 'string' ? form : undefined;
}

/** The media type without its parameters, such as `; charset=utf-8`. */
function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function readObject(text: string): SlackEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is SlackEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
