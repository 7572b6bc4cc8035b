import type { UsersInfoResponse } from '@slack/web-api';
import type { NamePeople } from '../../flow/ports/rules.ts';

export type AskUser = (userId: string) => Promise<UsersInfoResponse>;

const CACHE_MS = 5 * 60_000;
const MAX_CACHED = 1_000;

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

/** Display names of people. Without the optional scope `users:read` there are none, and sentences name roles instead. */
export function createNamePeople(ask: AskUser): NamePeople {
  async function nameOf(userId: string): Promise<readonly [string, string][]> {
    try {
      const { user } = await ask(userId);
      const name = user?.profile?.display_name || user?.profile?.real_name || user?.name;
      return name ? [[userId, name]] : [];
    } catch {
      return [];
    }
  }
  return async (userIds) => new Map((await Promise.all(userIds.map(nameOf))).flat());
}
