import { request } from 'undici';
import { isJsonObject, parseJson } from '../core/json.ts';
import { digitsOf, type PhoneNumber } from '../core/recipients/phone-number.ts';
import { type KaleyraAccount, senderDetailsUrl } from './account.ts';
import { readResponseBody } from './response/response-body.ts';
import { createAgent } from './wire/agent.ts';
import { withinLimits } from './wire/request-limits.ts';

/**
 * What Kaleyra knows of a sender. `refused`: it answers with an error for this number; `blocked`: WhatsApp lets it send
 * nothing; `unclear`: no answer, or one that says neither.
 */
export type SenderState = 'known' | 'blocked' | 'refused' | 'unclear';

const MAX_BYTES = 1024 * 1024;
/** WhatsApp's word in `can_send_message`, at any depth: the shape of the answer is not published. */
const BLOCKED = /"can_send_message"\s*:\s*"BLOCKED"/i;

/** Asks for the details of a sender, which is free. Never rejects. */
export async function askSender(account: KaleyraAccount, sender: PhoneNumber): Promise<SenderState> {
  const { apiKey, timeoutMs } = account;
  const agent = createAgent({ headersMs: timeoutMs, maxResponseBytes: MAX_BYTES });
  try {
    const url = senderDetailsUrl(account, digitsOf(sender));
    const headers = { 'api-key': apiKey, accept: 'application/json' };
    return await withinLimits(timeoutMs, async (limits) => {
      const { statusCode, body } = await request(url, { dispatcher: agent, method: 'GET', headers, ...limits });
      return stateOf(statusCode, await body.text());
    });
  } catch {
    return 'unclear';
  } finally {
    await agent.destroy();
  }
}

function stateOf(status: number, text: string): SenderState {
  if (readResponseBody(text)?.error !== undefined) return status < 500 ? 'refused' : 'unclear';
  if (status !== 200 || !isJsonObject(parseJson(text))) return 'unclear';
  return BLOCKED.test(text) ? 'blocked' : 'known';
}
