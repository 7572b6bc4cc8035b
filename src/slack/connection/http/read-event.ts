import { parse } from 'node:querystring';
import { isJsonObject, parseJson } from '../../../core/json.ts';
import type { SlackEvent } from '../read-payload.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads a body that Slack could have sent: an object as JSON, a form with an object in `payload`, or a command.
 * Undefined for anything else: Bolt reads properties of whatever it gets, and a `null` there would end the process.
 */
export function readEvent(body: string, contentType: string | undefined): SlackEvent | undefined {
  if (!isForm(contentType)) return readObject(body);
  const form = parse(body);
  if (typeof form['payload'] === 'string') return readObject(form['payload']);
  return typeof form['command'] === 'string' ? form : undefined;
}

/** By its media type alone: `; charset=utf-8` may follow it. */
export function isForm(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === FORM;
}

function readObject(text: string): SlackEvent | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}
