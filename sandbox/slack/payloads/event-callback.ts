import { randomBytes } from 'node:crypto';
import type { AppIdentity } from '../app-identity.ts';
import { VERIFICATION_TOKEN } from './interaction-payload.ts';

/** An event in the wrapping in which the Events API sends it. */
export function eventCallback(app: AppIdentity, event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const now = Date.now() / 1000;
  return {
    type: 'event_callback',
    token: VERIFICATION_TOKEN,
    team_id: app.teamId,
    api_app_id: app.appId,
    event: { ...event, event_ts: now.toFixed(6) },
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(now),
    authorizations: [{ team_id: app.teamId, user_id: app.botUserId, is_bot: true, enterprise_id: null }],
    is_ext_shared_channel: false,
  };
}
