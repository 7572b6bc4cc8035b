import type { Channel, Member } from '../../protocol.ts';
import type { AppIdentity } from '../app-identity.ts';

/** Slack still sends it, and signatures have replaced it. */
export const VERIFICATION_TOKEN = 'deprecated-verification-token';

/**
 * What every interactive payload carries. `team` is the app's workspace where something is pressed, and the person's own where
 * a view is submitted or closed (bolt-js issue 1614).
 */
export function commonPayload(app: AppIdentity, member: Member, about: 'press' | 'view' = 'press') {
  const appTeam = { id: app.teamId, domain: app.teamDomain };
  const { team: ownTeam = appTeam } = member;
  return {
    user: { id: member.id, username: member.name, name: member.name, team_id: ownTeam.id },
    api_app_id: app.appId,
    token: VERIFICATION_TOKEN,
    team: about === 'view' ? ownTeam : appTeam,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A channel's name as payloads give it: Slack hides those of private places. */
export function payloadName(channel: Channel): string {
  const names = { public: channel.name, private: 'privategroup', dm: 'directmessage' };
  return names[channel.kind];
}

export function commandForm(given: {
  readonly app: AppIdentity;
  readonly member: Member;
  readonly channel: Channel;
  readonly command: string;
  readonly text: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}): Readonly<Record<string, string>> {
  const { app, member, channel } = given;
  return {
    token: VERIFICATION_TOKEN,
    team_id: app.teamId,
    team_domain: app.teamDomain,
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: member.id,
    user_name: member.name,
    command: given.command,
    text: given.text,
    api_app_id: app.appId,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  };
}
