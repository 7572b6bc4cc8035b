import type { UsersInfoResponse } from '@slack/web-api';

interface UsersClient {
  readonly users: { info(of: { readonly user: string }): Promise<UsersInfoResponse> };
}

/** @returns the person's IANA time zone, or undefined when Slack does not say it or this system does not know it */
export async function timeZoneOf({ users }: UsersClient, userId: string): Promise<string | undefined> {
  try {
    const zone = (await users.info({ user: userId })).user?.tz;
    if (zone === undefined) return undefined;
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
