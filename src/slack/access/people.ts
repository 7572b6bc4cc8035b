import type { UsersInfoResponse } from '@slack/web-api';
import { isSeen } from '../../core/text.ts';
import type { NamePeople } from '../../flow/ports/rules.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

export type AskUser = (userId: string) => Promise<UsersInfoResponse>;

const CACHE_MS = 5 * 60_000;
const MAX_CACHED = 1_000;
/** As long as Slack lets one be. */
const MAX_NAME_LENGTH = 80;

/** `users.info`, with each response remembered for five minutes. A failure is not remembered. */
export function createAskUser(ask: AskUser, now: () => number = () => performance.now()): AskUser {
  const known = new Map<string, { readonly response: Promise<UsersInfoResponse>; readonly until: number }>();
  return (userId) => {
    const before = known.get(userId);
    if (before !== undefined && now() < before.until) return before.response;
    const response = ask(userId);
    if (known.size >= MAX_CACHED) known.clear();
    known.set(userId, { response, until: now() + CACHE_MS });
    response.catch(() => known.delete(userId));
    return response;
  };
}

/** Display names of people, which are their own words. Without the optional scope `users:read` there are none, and sentences name roles instead. */
export function createNamePeople(ask: AskUser): NamePeople {
  async function nameOf(userId: string): Promise<readonly [string, string][]> {
    try {
      const { user } = await ask(userId);
      const written = [user?.profile?.display_name, user?.profile?.real_name, user?.name];
      const name = written.map((one) => untrustedLine(one ?? '', MAX_NAME_LENGTH)).find(isSeen);
      return name === undefined ? [] : [[userId, name]];
    } catch {
      return [];
    }
  }
  return async (userIds) => new Map((await Promise.all(userIds.map(nameOf))).flat());
}
