import { request } from 'undici';
import { parseJson } from '../../core/json.ts';
import { type Blocklist, type BlocklistAnswer, MAX_BLOCKED_TOGETHER } from '../../flow/ports/blocklist.ts';
import { blocklistUrl, type KaleyraAccount } from '../account.ts';
import { readCode } from '../redact.ts';
import { readResponseBody } from '../response/response-body.ts';
import { createAgent } from '../wire/agent.ts';
import { errorCodeOf } from '../wire/connection-failure.ts';
import { withinLimits } from '../wire/request-limits.ts';
import { readBlockedNumbers } from './read-blocked.ts';

const MAX_BYTES = 1024 * 1024;
const PAGE_SIZE = 100;
const CHANNEL = 'whatsapp';
/** The account or the call is refused: it is refused again until a person changes something. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 405, 422]);

/**
 * Kaleyra's blocklist of an account, V1: `POST` and `GET /v1/<SID>/contacts/blocklisted`, JSON, 100 numbers a call. It stands for
 * every system of the account. Numbers are in no log and no error.
 *
 * @see https://developers.kaleyra.io/docs/blocklist-contacts
 */
export function createBlocklist(account: KaleyraAccount): Blocklist {
  const { apiKey, timeoutMs } = account;
  const agent = createAgent({ headersMs: timeoutMs, bodyMs: timeoutMs, maxResponseBytes: MAX_BYTES });
  const headers = { 'api-key': apiKey, accept: 'application/json' };

  async function ask(url: URL, body?: string): Promise<{ readonly status: number; readonly text: string }> {
    return withinLimits(2 * timeoutMs, async (limits) => {
      const { statusCode, body: answer } = await request(url, {
        dispatcher: agent,
        ...limits,
        ...(body === undefined
          ? { method: 'GET', headers }
          : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }),
      });
      return { status: statusCode, text: await answer.text() };
    });
  }

  return {
    async write(numbers, wanted) {
      const status = wanted === 'blocked' ? 1 : 0;
      const contacts = [{ blocklist_status: status, numbers: numbers.slice(0, MAX_BLOCKED_TOGETHER) }];
      try {
        return answerOf(await ask(blocklistUrl(account), JSON.stringify({ channel: CHANNEL, contacts })));
      } catch (error) {
        return { kind: 'unclear', code: errorCodeOf(error) };
      }
    },
    async read(offset) {
      const url = blocklistUrl(account);
      url.search = new URLSearchParams({
        channel: CHANNEL,
        limit: String(PAGE_SIZE),
        offset: String(offset),
      }).toString();
      try {
        const { status, text } = await ask(url);
        if (status < 200 || status >= 300 || readResponseBody(text)?.error !== undefined) return undefined;
        const found = readBlockedNumbers(parseJson(text));
        return (
          found && { numbers: found.numbers, next: found.entries < PAGE_SIZE ? undefined : offset + found.entries }
        );
      } catch {
        return undefined;
      }
    },
    close: () => agent.destroy(),
  };
}

function answerOf({ status, text }: { readonly status: number; readonly text: string }): BlocklistAnswer {
  const error = readResponseBody(text)?.error;
  const code = readCode(error?.code) ?? `HTTP_${status}`;
  if (REFUSED.has(status)) return { kind: 'refused', code };
  if (status < 200 || status >= 300) return { kind: 'unclear', code };
  return error === undefined ? { kind: 'done' } : { kind: 'refused', code };
}
