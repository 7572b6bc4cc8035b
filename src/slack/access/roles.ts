import type { UsergroupsUsersListResponse } from '@slack/web-api';
import type { Policy } from '../../core/rules/policy/policy.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { KnownRoles, RoleFinder, RuleBook } from '../../flow/ports/rules.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import type { IsGuest } from './guests.ts';

/** Asks `usergroups.users.list` for the people of a user group. */
export type AskGroup = (userGroupId: string) => Promise<UsergroupsUsersListResponse>;

interface Group {
  readonly people: ReadonlySet<string>;
  readonly at: number;
}

/** Who is in a group counts for so long; then it is unknown until Slack says it again. */
const GROUP_LIFE_MS = 5 * 60_000;
/** A group that is this old is asked again before it ends. */
const REFRESH_AFTER_MS = 4 * 60_000;
/** Slack takes 20 such questions a minute, so one that failed is not repeated at once. */
const FAILURE_WAIT_MS = 10_000;
/** More people than these are not looked at one by one: a hundred direct messages help no one. */
const MAX_MEMBERS = 50;

/** Finds who has which role of the policy in force. What Slack does not say is unknown, and nothing is guessed from it. */
export interface Roles extends RoleFinder {
  readonly knownRolesOf: KnownRoles;
  /** Asks for all groups of the policy whose answers are missing or will end soon. Never rejects. */
  refresh(): Promise<void>;
}

export function createRoles({
  ruleBook,
  askGroup,
  isGuest,
  log,
  now = () => performance.now(),
}: {
  readonly ruleBook: RuleBook;
  readonly askGroup: AskGroup;
  readonly isGuest: IsGuest;
  readonly log: Log;
  readonly now?: () => number;
}): Roles {
  const groups = createGroups(askGroup, log, now);

  async function withoutGuests(people: readonly string[]): Promise<readonly string[] | undefined> {
    try {
      const guests = await Promise.all(people.map(isGuest));
      return people.filter((_, at) => guests[at] === false);
    } catch {
      return undefined;
    }
  }

  function knownRolesOf(userId: string): ReadonlySet<string> | undefined {
    const policy = ruleBook.current();
    if (policy === undefined) return new Set();
    if (groupsOf(policy).some((id) => groups.known(id) === undefined)) return undefined;
    const own = [...policy.roles].filter(
      ([, { users, userGroups }]) => users.includes(userId) || userGroups.some((id) => groups.known(id)?.has(userId)),
    );
    return new Set(own.map(([role]) => role));
  }

  async function refresh(): Promise<void> {
    const policy = ruleBook.current();
    if (policy !== undefined) await Promise.all(groupsOf(policy).map(groups.get));
  }

  return {
    knownRolesOf,
    refresh,
    async rolesOf(userId) {
      await refresh();
      return knownRolesOf(userId);
    },
    async membersOf(roles) {
      const members = roles.map((role) => ruleBook.current()?.roles.get(role) ?? { users: [], userGroups: [] });
      const found = await Promise.all(members.flatMap(({ userGroups }) => userGroups).map(groups.get));
      const known = found.filter((people) => people !== undefined);
      if (known.length < found.length) return undefined;
      const people = new Set([...members.flatMap(({ users }) => users), ...known.flatMap((ids) => [...ids])]);
      return withoutGuests([...people].slice(0, MAX_MEMBERS));
    },
  };
}

function groupsOf({ roles }: Policy): readonly string[] {
  return [...new Set([...roles.values()].flatMap(({ userGroups }) => userGroups))];
}

function createGroups(askGroup: AskGroup, log: Log, now: () => number) {
  const cache = new Map<string, Group>();
  const asking = new Map<string, Promise<void>>();
  const failedAt = new Map<string, number>();

  function known(id: string): ReadonlySet<string> | undefined {
    const group = cache.get(id);
    return group !== undefined && now() - group.at < GROUP_LIFE_MS ? group.people : undefined;
  }

  async function ask(id: string): Promise<void> {
    const at = now();
    try {
      const { users } = await askGroup(id);
      if (users === undefined) throw new Error('Slack gave no list of users');
      cache.set(id, { people: new Set(users), at });
      failedAt.delete(id);
    } catch (error) {
      failedAt.set(id, at);
      log.warn({ code: slackCodeOf(error), userGroup: id }, 'people of a user group not known');
    }
  }

  /** One question at a time for each group. */
  function askOnce(id: string): Promise<void> {
    const under = asking.get(id);
    if (under !== undefined) return under;
    const failed = failedAt.get(id);
    if (failed !== undefined && now() - failed < FAILURE_WAIT_MS) return Promise.resolve();
    const asked = ask(id).finally(() => asking.delete(id));
    asking.set(id, asked);
    return asked;
  }

  return {
    known,
    async get(id: string): Promise<ReadonlySet<string> | undefined> {
      const group = known(id);
      const age = now() - (cache.get(id)?.at ?? 0);
      if (group === undefined) await askOnce(id);
      else if (age > REFRESH_AFTER_MS) void askOnce(id);
      return known(id);
    },
  };
}
