import type { UsersInfoResponse } from '@slack/web-api';
import type { ControlSend } from '../../flow/list/control-send.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Lookup } from '../../flow/ports/store/lookup.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Whether this person is a guest of the workspace, or no one of it any more. Rejects when Slack does not respond. */
export type IsGuest = (userId: string) => Promise<boolean>;

/** Slack's codes for an ID that is no one's here. */
const NO_ONE = new Set(['user_not_found', 'user_not_visible']);
const CACHE_MS = 5 * 60_000;
const MAX_CACHED = 1_000;

/**
 * Asks `users.info`, and remembers the response for five minutes. Without the optional scope `users:read` Slack does not say
 * who is a guest, and everybody of the workspace counts as a member: colleagues keep access to their sends.
 */
export function createIsGuest({
  ask,
  log,
  now = () => performance.now(),
}: {
  readonly ask: (userId: string) => Promise<UsersInfoResponse>;
  readonly log: Log;
  readonly now?: () => number;
}): IsGuest {
  const known = new Map<string, { readonly isGuest: boolean; readonly until: number }>();
  let isScopeMissingUntil = 0;

  async function asked(userId: string): Promise<boolean> {
    try {
      const { user } = await ask(userId);
      const { deleted, is_restricted, is_stranger, is_ultra_restricted } = user ?? {};
      return [deleted, is_restricted, is_stranger, is_ultra_restricted].includes(true);
    } catch (error) {
      const code = slackCodeOf(error);
      if (NO_ONE.has(code)) return true;
      if (code !== 'missing_scope') throw error;
      isScopeMissingUntil = now() + CACHE_MS;
      log.info({}, 'guests count as members: the scope users:read was not granted');
      return false;
    }
  }

  return async (userId) => {
    if (now() < isScopeMissingUntil) return false;
    const before = known.get(userId);
    if (before !== undefined && now() < before.until) return before.isGuest;
    const isGuest = await asked(userId);
    if (known.size >= MAX_CACHED) known.clear();
    known.set(userId, { isGuest, until: now() + CACHE_MS });
    return isGuest;
  };
}

/** What people do with a send that they can find. */
interface Open {
  readonly lookup: Lookup;
  readonly resolveUnknown: ResolveUnknown;
  readonly stopSend: ControlSend['stopSend'];
}

/** The same where a guest finds only what they sent themselves. */
export function restrictGuests({ lookup, resolveUnknown, stopSend }: Open, isGuest: IsGuest): Open {
  /** Slack is asked only about a colleague's send. */
  async function mayFind(sent: { readonly actorId: string }, actorId: string): Promise<boolean> {
    return sent.actorId === actorId || !(await isGuest(actorId));
  }

  const own: Lookup = {
    ...lookup,
    async findSend(sendId, asker) {
      const send = await lookup.findSend(sendId, asker);
      return send !== undefined && (await mayFind(send, asker.actorId)) ? send : undefined;
    },
    async findHead(sendId, asker) {
      const head = await lookup.findHead(sendId, asker);
      return head !== undefined && (await mayFind(head, asker.actorId)) ? head : undefined;
    },
    async findSendOfMessage(messageId, asker) {
      const send = await lookup.findSendOfMessage(messageId, asker);
      return send !== undefined && (await mayFind(send, asker.actorId)) ? send : undefined;
    },
    async searchSends(asker, query, page) {
      const found = await lookup.searchSends(asker, query, page);
      if (found.summaries.every(({ actorId }) => actorId === asker.actorId) && found.next === undefined) return found;
      return (await isGuest(asker.actorId)) ? lookup.searchSends(asker, query, { ...page, isOwnOnly: true }) : found;
    },
  };
  return {
    lookup: own,
    async resolveUnknown(report) {
      const head = await own.findHead(report.sendId, report.asker);
      return head === undefined ? { kind: 'not_found' } : resolveUnknown(report);
    },
    async stopSend(sendId, asker) {
      const head = await own.findHead(sendId, asker);
      return head === undefined ? 'not_found' : stopSend(sendId, asker);
    },
  };
}
