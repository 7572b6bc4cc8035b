import { describe, expect, it } from 'vitest';
import { createInstalled, type ListTeams } from '../../../src/slack/access/installed.ts';
import { memoryLog } from '../../support/slack.ts';

const ORG = { team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true };

/** A list of workspaces that can be changed and counts how often it was read. */
function listOf(...ids: string[]) {
  const asked: (string | undefined)[] = [];
  const list: ListTeams = async ({ cursor, limit }) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const isLast = from + limit >= ids.length;
    return {
      ok: true,
      teams: ids.slice(from, from + limit).map((id) => ({ id })),
      response_metadata: { next_cursor: isLast ? '' : String(from + limit) },
    };
  };
  return { asked, ids, list };
}

function failing(error: string): ListTeams {
  return () => Promise.reject(Object.assign(new Error(error), { data: { ok: false, error } }));
}

describe('where the app is installed', () => {
  it('is not known before Slack has said it, and whoever waits hears of it', async () => {
    const installed = createInstalled({ log: memoryLog() });

    expect(installed.ifKnown()).toBeUndefined();
    expect(await installed.within(5)).toBeUndefined();
    const waiting = installed.within(5_000);
    await installed.learn({ team_id: 'T1' }, listOf().list);

    expect(await waiting).toMatchObject({ teamId: 'T1', isOrgWide: false });
  });

  it('is a workspace, whose organisation is not listed', async () => {
    const installed = createInstalled({ log: memoryLog() });
    const { asked, list } = listOf('T1', 'T2');

    await installed.learn({ team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: false }, list);

    expect(installed.ifKnown()).toEqual({ teamId: 'T1', enterpriseId: 'E1', isOrgWide: false });
    expect(asked).toEqual([]);
  });

  it('is an organisation with all its workspaces, however many pages they take', async () => {
    const installed = createInstalled({ log: memoryLog() });
    const { asked, ids, list } = listOf(...Array.from({ length: 2_500 }, (_, index) => `T${index}`));

    await installed.learn(ORG, list);

    expect(installed.ifKnown()?.orgTeamIds?.size).toBe(ids.length);
    expect(asked).toEqual([undefined, '1000', '2000']);
  });

  it('is asked again for a new workspace, once a minute at most, and keeps what it knows when that fails', async () => {
    let ms = 0;
    const log = memoryLog();
    const installed = createInstalled({ log, now: () => ms });
    const { asked, ids, list } = listOf('T1');
    let answering = list;
    await installed.learn(ORG, (page) => answering(page));
    ids.push('T2');

    const early = await installed.relearn();
    ms = 60_000;
    const later = await installed.relearn();
    ms = 120_000;
    answering = failing('fatal_error');
    const failed = await installed.relearn();

    expect(early?.orgTeamIds).toEqual(new Set(['T1']));
    expect(later?.orgTeamIds).toEqual(new Set(['T1', 'T2']));
    expect(failed).toEqual(later);
    expect(asked).toHaveLength(2);
    expect(log.lines.map(({ message }) => message)).toEqual(['workspaces of the organisation not listed']);
  });

  it('waits for a list that cannot be had just now, and goes on without one that Slack never gives', async () => {
    const log = memoryLog();
    const installed = createInstalled({ log });

    await expect(installed.learn(ORG, failing('internal_error'))).rejects.toThrow('internal_error');
    expect(installed.ifKnown()).toBeUndefined();
    await installed.learn(ORG, failing('not_allowed_token_type'));

    expect(installed.ifKnown()).toEqual({ teamId: 'E1', enterpriseId: 'E1', isOrgWide: true, orgTeamIds: undefined });
    expect(log.lines).toMatchObject([{ level: 'warn', data: { code: 'not_allowed_token_type' } }]);
  });
});
