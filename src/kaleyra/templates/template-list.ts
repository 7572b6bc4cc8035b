import { request as get } from 'undici';
import { fail, ok } from '../../core/result.ts';
import type { ListTemplates } from '../../flow/ports/templates.ts';
import { type KaleyraAccount, templateStatusUrl } from '../account.ts';
import { createAgent } from '../wire/agent.ts';
import { errorCodeOf } from '../wire/connection-failure.ts';
import { type RequestLimits, withinLimits } from '../wire/request-limits.ts';
import { readTemplateList } from './read-list.ts';

/** Room for 20,000 templates with their texts. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
const DEADLINE_MS = 30_000;

/**
 * Kaleyra's `GET /v1/<SID>/whatsapp/templates/status`: all templates of the account with their status, and in its newer
 * version with their text. Failures are sentences without their full stop, fit for a person and without any of the account's secrets.
 */
export function createTemplateList(account: KaleyraAccount): {
  readonly listTemplates: ListTemplates;
  close(): Promise<void>;
} {
  const { apiKey, timeoutMs } = account;
  const url = templateStatusUrl(account);
  const agent = createAgent({ headersMs: timeoutMs, bodyMs: timeoutMs, maxResponseBytes: MAX_LIST_BYTES });

  async function ask(limits: RequestLimits): ReturnType<ListTemplates> {
    const headers = { 'api-key': apiKey, accept: 'application/json' };
    const { statusCode, body } = await get(url, { dispatcher: agent, method: 'GET', headers, ...limits });
    if (statusCode !== 200) {
      await body.dump();
      return fail(refused(statusCode));
    }
    const templates = readTemplateList(await body.text());
    return templates === undefined ? fail('Kaleyra’s answer held no list of templates') : ok(templates);
  }

  return {
    listTemplates: () =>
      withinLimits(DEADLINE_MS, ask).catch((error: unknown) =>
        fail(`Kaleyra could not be asked (${errorCodeOf(error)})`),
      ),
    // A list that is half read is of no use.
    close: () => agent.destroy(),
  };
}

function refused(status: number): string {
  if (status === 401 || status === 403) return `Kaleyra refused the account (HTTP ${status})`;
  if (status === 404) return 'Kaleyra has no list of templates for this account (HTTP 404)';
  return `Kaleyra answered with HTTP ${status}`;
}
