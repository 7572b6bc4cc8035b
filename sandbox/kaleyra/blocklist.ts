import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../web/server.ts';

const PATH = /^\/v1\/([^/]+)\/contacts\/blocklisted\/?$/;
const WRONG_ACCOUNT = { status: 401, body: { code: 'RBC001', message: 'Incorrect SID or API Key.' } };
const MAX_NUMBERS = 100;

/** Kaleyra's blocklist: numbers that get nothing from the account. */
export interface LocalBlocklist {
  readonly numbers: ReadonlySet<string>;
  /** @returns whether the request was for it, and so is answered. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

interface Contact {
  readonly blocklist_status: unknown;
  readonly numbers: readonly string[];
}

/**
 * `POST` and `GET /v1/<SID>/contacts/blocklisted`, 100 numbers a call. The answers are not published; these have what the page
 * names.
 *
 * @param onChange told of each number, in digits alone
 */
export function createLocalBlocklist(
  account: { readonly sid: string; readonly apiKey: string },
  onChange: (number: string, isListed: boolean) => void = () => undefined,
): LocalBlocklist {
  const numbers = new Set<string>();

  function change(number: string, isListed: boolean): void {
    if (isListed) numbers.add(number);
    else numbers.delete(number);
    onChange(number.replaceAll(/\D/g, ''), isListed);
  }

  function write(text: string): { readonly status: number; readonly body: object } {
    const { channel, contacts = [] } = JSON.parse(text) as { channel?: string; contacts?: readonly Contact[] };
    if (channel !== 'whatsapp') return refused('The channel is not valid.');
    if (contacts.some((contact) => contact.numbers.length > MAX_NUMBERS)) return refused('There are too many numbers.');
    for (const { blocklist_status: status, numbers: given } of contacts) {
      for (const number of given) change(number, status === 1);
    }
    return { status: 200, body: { message: 'Success', data: [] } };
  }

  function page(query: URLSearchParams): object {
    const offset = Number(query.get('offset') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? MAX_NUMBERS), MAX_NUMBERS);
    const data = [...numbers].slice(offset, offset + limit).map((mobile) => ({ mobile, blocklist_status: 1 }));
    return { data, total: numbers.size };
  }

  return {
    numbers,
    async answer(request, response) {
      const url = new URL(request.url ?? '', 'http://127.0.0.1');
      const [, sid] = PATH.exec(url.pathname) ?? [];
      if (sid === undefined) return false;
      const text = (await readBody(request)).toString();
      const isOurs = sid === account.sid && request.headers['api-key'] === account.apiKey;
      const listed = request.method === 'GET' ? { status: 200, body: page(url.searchParams) } : undefined;
      const { status, body } = isOurs ? (listed ?? write(text)) : WRONG_ACCOUNT;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
      return true;
    },
  };
}

function refused(message: string): { readonly status: number; readonly body: object } {
  return { status: 400, body: { code: 'E400', message } };
}
