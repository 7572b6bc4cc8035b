import type { AuthTeamsListResponse, AuthTestResponse } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { withTimeout } from '../../flow/timing/with-timeout.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import type { Installation } from './team.ts';

/** Asks Slack for one page of the organisation's workspaces (`auth.teams.list`, which needs no scope). */
export type ListTeams = (page: { readonly limit: number; readonly cursor?: string }) => Promise<AuthTeamsListResponse>;

/** Where the app is installed, once Slack has said so. */
export interface Installed {
  ifKnown(): Installation | undefined;
  /** Waits for it, at most so many milliseconds; then undefined. */
  within(ms: number): Promise<Installation | undefined>;
  /** Takes the response to `auth.test`. Rejects when an organisation's workspaces cannot be listed just now. */
  learn(response: AuthTest, listTeams: ListTeams): Promise<void>;
  /** Lists an organisation's workspaces again, at most once a minute; for a person of an unknown one. */
  relearn(): Promise<Installation | undefined>;
}

export type AuthTest = Pick<AuthTestResponse, 'team_id' | 'enterprise_id' | 'is_enterprise_install' | 'url'>;

const RELEARN_EVERY_MS = 60_000;
const TEAMS_PER_PAGE = 1_000;
const MAX_PAGES = 20;
/** With these codes Slack refuses this token for good; every other failure is temporary. */
const REFUSED_FOR_GOOD = new Set([
  'unknown_method',
  'missing_scope',
  'not_allowed_token_type',
  'access_denied',
  'no_permission',
]);

export function createInstalled({
  log,
  now = () => performance.now(),
}: {
  readonly log: Log;
  readonly now?: () => number;
}): Installed {
  const first = Promise.withResolvers<Installation>();
  let known: Installation | undefined;
  let list: ListTeams | undefined;
  let learnedAt = 0;

  async function withTeams(installation: Installation): Promise<Installation> {
    if (!installation.isOrgWide || list === undefined) return installation;
    learnedAt = now();
    return { ...installation, orgTeamIds: await teamIdsOf(list, log) };
  }

  return {
    ifKnown: () => known,
    async within(ms) {
      const waited = await withTimeout(ms, first.promise);
      return waited.kind === 'done' ? waited.value : undefined;
    },
    async learn(response, listTeams) {
      list = listTeams;
      known = await withTeams({
        teamId: response.team_id,
        enterpriseId: response.enterprise_id,
        isOrgWide: response.is_enterprise_install === true,
        url: response.url,
      });
      first.resolve(known);
    },
    async relearn() {
      if (known?.isOrgWide !== true || now() - learnedAt < RELEARN_EVERY_MS) return known;
      try {
        known = await withTeams(known);
      } catch (error) {
        log.warn({ code: slackCodeOf(error) }, 'workspaces of the organisation not listed');
      }
      return known;
    },
  };
}

/** @returns undefined where Slack does not list them for this token. */
async function teamIdsOf(list: ListTeams, log: Log): Promise<ReadonlySet<string> | undefined> {
  try {
    const ids = await everyPage(list);
    // An empty list would refuse everybody.
    return ids.size === 0 ? undefined : ids;
  } catch (error) {
    const code = slackCodeOf(error);
    if (!REFUSED_FOR_GOOD.has(code)) throw error;
    log.warn({ code }, 'workspaces of the organisation not listed; people are recognised by its ID');
    return undefined;
  }
}

async function everyPage(list: ListTeams): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES && cursor !== ''; page += 1) {
    const { response_metadata, teams = [] } = await list({
      limit: TEAMS_PER_PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { id } of teams) if (id !== undefined) ids.add(id);
    cursor = response_metadata?.next_cursor ?? '';
  }
  return ids;
}
