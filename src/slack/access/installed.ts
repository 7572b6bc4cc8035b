import type { AuthTeamsListResponse } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { withTimeout } from '../../flow/timing/with-timeout.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import type { Installation } from './team.ts';

/** Asks Slack for one page of the organisation's workspaces (`auth.teams.list`, which needs no scope). */
export type ListTeams = (page: { readonly limit: number; readonly cursor?: string }) => Promise<AuthTeamsListResponse>;

/** Where the app is installed, from the moment that Slack has said so. */
export interface Installed {
  ifKnown(): Installation | undefined;
  /** Waits for it, so many milliseconds at most. */
  within(ms: number): Promise<Installation | undefined>;
  /** Takes the answer to `auth.test`; rejects when an organisation's workspaces cannot be listed just now. */
  learn(answer: AuthTestAnswer, listTeams: ListTeams): Promise<void>;
  /** Lists an organisation's workspaces again, at most once a minute, because somebody of an unknown one is here. */
  relearn(): Promise<Installation | undefined>;
}

export interface AuthTestAnswer {
  readonly team_id?: string;
  readonly enterprise_id?: string;
  readonly is_enterprise_install?: boolean;
}

const RELEARN_EVERY_MS = 60_000;
const TEAMS_A_PAGE = 1_000;
const MOST_PAGES = 20;
/** Slack will never list them to this token; every other failure passes. */
const NEVER_LISTED = new Set([
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
    async learn(answer, listTeams) {
      list = listTeams;
      known = await withTeams({
        teamId: answer.team_id,
        enterpriseId: answer.enterprise_id,
        isOrgWide: answer.is_enterprise_install === true,
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

/** @returns undefined when Slack does not list them to this token. */
async function teamIdsOf(list: ListTeams, log: Log): Promise<ReadonlySet<string> | undefined> {
  try {
    const ids = await everyPage(list);
    // An answer without any workspace would shut everybody out.
    return ids.size === 0 ? undefined : ids;
  } catch (error) {
    const code = slackCodeOf(error);
    if (!NEVER_LISTED.has(code)) throw error;
    log.warn({ code }, 'Slack does not list the workspaces of the organisation; the organisation that it names counts');
    return undefined;
  }
}

async function everyPage(list: ListTeams): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && cursor !== ''; page += 1) {
    const { response_metadata, teams = [] } = await list({
      limit: TEAMS_A_PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { id } of teams) if (id !== undefined) ids.add(id);
    cursor = response_metadata?.next_cursor ?? '';
  }
  return ids;
}
