import type { IncomingMessage, ServerResponse } from 'node:http';

const PATH = /^\/v1\/([^/]+)\/whatsapp\/(\d+)\/phone_number_details\/?$/;

const WRONG_ACCOUNT = { status: 401, body: { code: 'RBC001', message: 'Incorrect SID or API Key.' } };

/**
 * Kaleyra's `GET /v1/<SID>/whatsapp/<number>/phone_number_details`. Its JSON is not published; this one has what its page
 * names.
 *
 * @returns whether the request was for it, and so is answered.
 */
export function answerSenderDetails(
  request: IncomingMessage,
  response: ServerResponse,
  account: { readonly sid: string; readonly apiKey: string; readonly senders: ReadonlyMap<string, string> },
): boolean {
  const [, sid, number = ''] = PATH.exec(new URL(request.url ?? '', 'http://127.0.0.1').pathname) ?? [];
  if (request.method !== 'GET' || sid === undefined) return false;
  const isOurs = sid === account.sid && request.headers['api-key'] === account.apiKey;
  const { status, body } = isOurs ? detailsOf(number, account.senders.get(number)) : WRONG_ACCOUNT;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
  return true;
}

function detailsOf(number: string, name: string | undefined) {
  if (name === undefined) return { status: 404, body: { error: 'The phone number is not one of this account.' } };
  const data = { phone_number: number, verified_name: name, can_send_message: 'AVAILABLE' };
  return { status: 200, body: { data, error: {} } };
}
