import type { WebClient } from '@slack/web-api';
import { errorMessage } from '../core/error-message.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** People or channels of larger workspaces are given by their ID. */
const MAX_PAGES = 10;
const PER_PAGE = 500;

/** The ID of the one person whom Slack calls so, or why there is none, as a sentence without its end. */
export function findPerson(client: WebClient, name: string): Promise<Result<string, string>> {
  const wanted = name.replace(/^@/, '').toLowerCase();
  return find(`@${wanted}`, async (cursor) => {
    const { members = [], response_metadata } = await client.users.list({ limit: PER_PAGE, ...cursor });
    const named = members.filter(({ name: handle, profile }) =>
      [handle, profile?.display_name, profile?.real_name].some((one) => one?.toLowerCase() === wanted),
    );
    return { ids: named.flatMap(({ id }) => id ?? []), next: response_metadata?.next_cursor };
  });
}

/** The same for a channel that the bot sees. */
export function findChannel(client: WebClient, name: string): Promise<Result<string, string>> {
  const wanted = name.replace(/^#/, '').toLowerCase();
  return find(`#${wanted}`, async (cursor) => {
    const { channels = [], response_metadata } = await client.conversations.list({ limit: PER_PAGE, ...cursor });
    const named = channels.filter((channel) => channel.name?.toLowerCase() === wanted);
    return { ids: named.flatMap(({ id }) => id ?? []), next: response_metadata?.next_cursor };
  });
}

async function find(
  name: string,
  page: (cursor: {
    readonly cursor?: string;
  }) => Promise<{ readonly ids: readonly string[]; readonly next: string | undefined }>,
): Promise<Result<string, string>> {
  const found: string[] = [];
  let next: string | undefined;
  try {
    for (let pages = 0; pages < MAX_PAGES && next !== ''; pages += 1) {
      const { ids, next: cursor } = await page(next === undefined ? {} : { cursor: next });
      found.push(...ids);
      next = cursor ?? '';
    }
  } catch (error) {
    return fail(`Slack could not be asked who ${name} is (${errorMessage(error)}); give the ID`);
  }
  const [id, ...others] = found;
  if (id === undefined) return fail(`Slack knows no ${name}; give the ID`);
  return others.length === 0
    ? ok(id)
    : fail(`Slack knows ${found.length} of the name ${name} (${found.join(', ')}); give the ID`);
}
