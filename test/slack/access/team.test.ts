import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Installation, installationId, mayAct, personOf } from '../../../src/slack/access/team.ts';

const WORKSPACE: Installation = { teamId: 'T1', enterpriseId: undefined, isOrgWide: false };
const IN_A_GRID: Installation = { teamId: 'T1', enterpriseId: 'E1', isOrgWide: false };
const ORG: Installation = { teamId: 'E1', enterpriseId: 'E1', isOrgWide: true };
const LISTED_ORG: Installation = { ...ORG, orgTeamIds: new Set(['T1', 'T2']) };

/** Each kind of payload by a person of a workspace; `theirs` is their ID there, or nothing. */
const KINDS: Readonly<Record<string, (theirs: string | undefined) => object>> = {
  command: (theirs) => ({ command: '/whatsapp-send', text: '', user_id: 'U1', team_id: theirs }),
  block_actions: (theirs) => interaction('block_actions', 'T1', theirs),
  block_suggestion: (theirs) => interaction('block_suggestion', 'T1', theirs),
  // Slack names the person's own workspace as `team` of a view, and the app's beside it.
  view_submission: (theirs) => ({
    ...interaction('view_submission', theirs, theirs),
    view: { app_installed_team_id: 'T1' },
  }),
  view_closed: (theirs) => ({ ...interaction('view_closed', theirs, theirs), view: { app_installed_team_id: 'T1' } }),
  shortcut: (theirs) => interaction('shortcut', 'T1', theirs),
  message_action: (theirs) => interaction('message_action', 'T1', theirs),
  interactive_message: (theirs) => interaction('interactive_message', 'T1', theirs),
  dialog_submission: (theirs) => interaction('dialog_submission', 'T1', theirs),
  event: (theirs) => ({
    type: 'event_callback',
    team_id: 'T1',
    is_ext_shared_channel: true,
    event: { type: 'app_mention', user: 'U1', user_team: theirs },
  }),
};

function interaction(type: string, teamId: string | undefined, theirs: string | undefined) {
  const team = teamId === undefined ? null : { id: teamId, domain: 'acme' };
  return {
    type,
    team,
    user: { id: 'U1', name: 'asha', team_id: theirs },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function isAllowed(body: object, installation: Installation): boolean {
  const person = personOf(body);
  if (person === undefined) throw new Error('nobody is behind it');
  return mayAct(person, installation);
}

describe.each(Object.entries(KINDS))('a %s', (_, payload) => {
  it.each([
    ['the installed workspace', 'T1', true],
    ['another company', 'T2', false],
    ['a workspace that the payload does not name', undefined, false],
    ['a workspace with an empty name', '', false],
  ])('by a person of %s', (_whose, theirs, allowed) => {
    expect(isAllowed(payload(theirs), WORKSPACE)).toBe(allowed);
    expect(isAllowed(payload(theirs), IN_A_GRID)).toBe(allowed);
  });

  it('by anybody is refused while Slack does not say where the app is installed', () => {
    expect(isAllowed(payload('T1'), { ...WORKSPACE, teamId: undefined })).toBe(false);
    expect(isAllowed(payload(undefined), { ...WORKSPACE, teamId: undefined })).toBe(false);
  });
});

describe('a person’s workspace', () => {
  it('is read from nothing but the person’s own fields', () => {
    const ids = fc.constantFrom('T1', 'T2', 'E1', '', null, undefined, 7, { id: 'T1' });
    const bodies = fc.record({
      type: fc.constantFrom(
        'block_actions',
        'view_submission',
        'view_closed',
        'block_suggestion',
        'shortcut',
        'new_kind',
      ),
      team: fc.oneof(fc.constant(null), fc.record({ id: ids, enterprise_id: ids })),
      team_id: ids,
      enterprise: fc.oneof(fc.constant(null), fc.record({ id: ids })),
      is_enterprise_install: fc.constantFrom(true, false, 'true'),
      view: fc.record({ team_id: ids, app_installed_team_id: ids }),
      user: fc.oneof(fc.constant(null), fc.constant('U1'), fc.record({ id: fc.constant('U1'), team_id: ids })),
    });
    fc.assert(
      fc.property(bodies, (body) => {
        const own = typeof body.user === 'object' && body.user !== null ? body.user.team_id : undefined;
        expect(isAllowed(body, WORKSPACE)).toBe(own === 'T1');
      }),
    );
  });

  it('is unknown for an event that no person caused', () => {
    for (const type of ['app_uninstalled', 'tokens_revoked', 'function_executed']) {
      expect(personOf({ type: 'event_callback', team_id: 'T2', event: { type } })).toBeUndefined();
    }
  });

  it('is the event’s own where the channel is not shared', () => {
    const body = {
      type: 'event_callback',
      event: { type: 'app_home_opened', user: 'U1' },
      is_ext_shared_channel: false,
    };

    expect(isAllowed({ ...body, team_id: 'T1' }, WORKSPACE)).toBe(true);
    expect(isAllowed({ ...body, team_id: 'T2' }, WORKSPACE)).toBe(false);
    expect(isAllowed({ ...body, team_id: 'T1', is_ext_shared_channel: true }, WORKSPACE)).toBe(false);
  });
});

describe('an org-wide installation', () => {
  const press = (user: object, more: object = {}) => ({
    type: 'block_actions',
    team: null,
    user: { id: 'U1', ...user },
    enterprise: { id: 'E1' },
    is_enterprise_install: true,
    ...more,
  });

  it.each([
    ['colleagues of every workspace of the organisation', press({ team_id: 'T2' }), true, true],
    ['somebody whose organisation the payload names', press({ team_id: 'T2', enterprise_id: 'E1' }), true, true],
    ['somebody whose workspace is not named', press({}), true, true],
    ['somebody of whom only the organisation is named', press({ team_id: 'E1' }), true, true],
    ['a command of another workspace', { command: '/x', team_id: 'T2', enterprise_id: 'E1' }, true, true],
    ['a person of another organisation', press({ team_id: 'T9', enterprise_id: 'E9' }), false, false],
    ['what another organisation is addressed by', press({ team_id: 'T9' }, { enterprise: { id: 'E9' } }), false, false],
    ['what no organisation is addressed by', press({ team_id: 'T9' }, { enterprise: null }), false, false],
    ['another company’s view', press({ team_id: 'T9' }, { team: { id: 'T9', enterprise_id: 'E9' } }), false, false],
    ['a command of another company', { command: '/x', team_id: 'T9', enterprise_id: 'E9' }, false, false],
    // Only the list of workspaces tells it from a colleague's press.
    ['another company’s press on a card', press({ team_id: 'T9' }), false, true],
  ])('takes or refuses %s', (_, body, withList, withoutList) => {
    expect(isAllowed(body, LISTED_ORG)).toBe(withList);
    expect(isAllowed(body, ORG)).toBe(withoutList);
  });

  it('keeps everything under the organisation, and a workspace under itself', () => {
    expect(installationId(ORG)).toBe('E1');
    expect(installationId(IN_A_GRID)).toBe('T1');
    expect(installationId({ ...ORG, teamId: 'T7' })).toBe('E1');
  });
});
