import type { Config } from '../config/config.ts';
import { openPolicyFile } from '../files/policy/policy-file.ts';
import type { TextCache } from '../flow/ports/store/text-cache.ts';
import { createAskRules, createWhyNotOffered } from '../flow/rules/ask-rules.ts';
import { createClaimRules } from '../flow/rules/claim-rules.ts';
import { createFindQuietWaits } from '../flow/rules/quiet-waits.ts';
import type { Logging } from '../logging/logger.ts';
import { createLocalMinutes } from '../numbering/time-zones.ts';
import { createIsGuest } from '../slack/access/guests.ts';
import { createAskUser, createNamePeople } from '../slack/access/people.ts';
import { createRoles } from '../slack/access/roles.ts';
import { createSharedChannels } from '../slack/access/shared-channels.ts';
import { createBoltLogger } from '../slack/client/bolt-logger.ts';
import { createPostingClient } from '../slack/client/posting-client.ts';

interface Base {
  readonly config: Config;
  readonly logging: Logging;
  /** Of the store, once it is open. */
  readonly cache: (namespace: string) => TextCache;
}

/** A submission has little more than two seconds. */
const ASK_TIMEOUT_MS = 1_500;
/** Slack is asked for a group again when its answer is four minutes old, and the answer ends after five: one look lies between. */
const REFRESH_EVERY_MS = 45_000;

export type Rules = Awaited<ReturnType<typeof plugRules>>;

/**
 * Reads the policy and plugs what asks it: forms, reviews and confirmations through `askRules`, the claim through `claimRules`.
 *
 * @throws {Error} when the policy has a fault at the start
 */
export async function plugRules({ cache, config, logging: { log } }: Base) {
  const { values, slack, policyFile } = config;
  const { botToken, apiUrl } = slack;
  const ruleBook = await openPolicyFile({ ...policyFile, log });
  const client = createPostingClient({ botToken, apiUrl, logger: createBoltLogger(log), timeoutMs: ASK_TIMEOUT_MS });
  const askUser = createAskUser((user) => client.users.info({ user }));
  const roles = createRoles({
    ruleBook,
    askGroup: (usergroup) => client.usergroups.users.list({ usergroup }),
    isGuest: createIsGuest({ ask: askUser, log }),
    log,
  });
  const claimRules = createClaimRules({
    mode: values.MODE,
    teamNumbers: values.TEAM_NUMBERS,
    ruleBook,
    knownRoles: roles.knownRolesOf,
    localMinutes: createLocalMinutes(),
  });
  const asking = { mode: values.MODE, ruleBook, roles, namePeople: createNamePeople(askUser), now: () => new Date() };
  ruleBook.onChange(() => void roles.refresh());
  let timer: NodeJS.Timeout | undefined;
  return {
    ruleBook,
    roles,
    strangers: {
      partnerWorkspaces: () => ruleBook.current()?.partnerWorkspaces ?? [],
      sharedChannels: createSharedChannels({
        ask: (channel) => client.conversations.info({ channel }),
        cache: cache('channels'),
        log,
      }),
    },
    askRules: createAskRules(asking),
    whyNotOffered: createWhyNotOffered(asking),
    claimRules,
    findQuietWaits: createFindQuietWaits({ mode: values.MODE, ruleBook, claimRules, now: () => new Date() }),
    /** Learns who is in the groups of the policy, and keeps it fresh. A Slack that is silent delays it by no more than one question. */
    async start() {
      timer = setInterval(() => void roles.refresh(), REFRESH_EVERY_MS).unref();
      await roles.refresh();
    },
    close() {
      clearInterval(timer);
      ruleBook.close();
    },
  };
}
