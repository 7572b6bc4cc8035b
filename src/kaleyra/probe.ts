import { request } from 'undici';
import { parseJson } from '../core/json.ts';
import type { Probe } from '../flow/ports/store/account.ts';
import { type KaleyraAccount, templateStatusUrl } from './account.ts';
import { readResponseBody } from './response/response-body.ts';
import { createAgent } from './wire/agent.ts';
import { withinLimits } from './wire/request-limits.ts';

/** The response is the whole list of templates, as in `template-list.ts`. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
const REFUSED: ReadonlySet<number> = new Set([401, 402, 403, 404]);

/** Asks for the status of the account's templates, which is free and takes the same SID and key as a send. */
export function createProbe(account: KaleyraAccount): Probe {
  const { apiKey, timeoutMs } = account;
  const url = templateStatusUrl(account);
  return async () => {
    const agent = createAgent({ headersMs: timeoutMs, maxResponseBytes: MAX_LIST_BYTES });
    try {
      const { statusCode, text } = await withinLimits(timeoutMs, async (limits) => {
        const headers = { 'api-key': apiKey };
        const { statusCode, body } = await request(url, { dispatcher: agent, method: 'GET', headers, ...limits });
        return { statusCode, text: await body.text() };
      });
      if (REFUSED.has(statusCode) || hasCode(text)) return 'refused';
      if (statusCode < 200 || statusCode >= 300) return 'unclear';
      // Kaleyra answers with JSON; a page with a 200 comes from a proxy, the log-in of a network or a wrong host.
      return isJson(text) ? 'accepted' : 'other_server';
    } catch {
      return 'unclear';
    } finally {
      await agent.destroy();
    }
  };
}

function hasCode(text: string): boolean {
  return readResponseBody(text)?.error?.code !== undefined;
}

function isJson(text: string): boolean {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null;
}
