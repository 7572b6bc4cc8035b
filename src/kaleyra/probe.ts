import { request } from 'undici';
import type { Probe } from '../flow/ports/store/account.ts';
import { type KaleyraAccount, templateStatusUrl } from './account.ts';
import { readResponseBody } from './response/response-body.ts';
import { createAgent } from './wire/agent.ts';

const REFUSED: ReadonlySet<number> = new Set([401, 402, 403, 404]);

/** Asks for the status of the account's templates, which is free and takes the same SID and key as a send. */
export function createProbe(account: KaleyraAccount): Probe {
  const { apiKey, timeoutMs } = account;
  const url = templateStatusUrl(account);
  return async () => {
    const agent = createAgent({ headersMs: timeoutMs });
    try {
      const { statusCode, body } = await request(url, {
        dispatcher: agent,
        method: 'GET',
        headers: { 'api-key': apiKey },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const hasCode = readResponseBody(await body.text())?.error?.code !== undefined;
      if (REFUSED.has(statusCode) || hasCode) return 'refused';
      return statusCode >= 200 && statusCode < 300 ? 'accepted' : 'unclear';
    } catch {
      return 'unclear';
    } finally {
      await agent.destroy();
    }
  };
}
