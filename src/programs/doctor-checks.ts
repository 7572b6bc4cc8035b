import type { WebClient } from '@slack/web-api';
import type { Config } from '../config/config.ts';
import type { Probe } from '../flow/ports/account.ts';
import { slackCodeOf } from '../slack/client/slack-code.ts';

/** What one check of a configuration found. */
export interface Finding {
  /** `true` is well, `false` has to be fixed, undefined could not be told. */
  readonly isWell: boolean | undefined;
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string;
}

export type Check = () => Promise<Finding>;

const REQUIRED_SCOPES = ['commands', 'chat:write'];
const GUESTS_SCOPE = 'users:read';
const GUESTS_UNTOLD = `Without ${GUESTS_SCOPE} it cannot tell guests from members: guests see every send of their channels.`;
const REACH_TIMEOUT_MS = 5_000;
/** Slack's limit for an app, over all of its processes. */
const MAX_CONNECTIONS = 10;

/** Whether Slack takes the bot token, and whether it may do what the bot does. */
export function checkBotToken(client: WebClient): Check {
  return async () => {
    try {
      const { team, user, response_metadata } = await client.auth.test();
      const scopes = response_metadata?.scopes;
      const missing = REQUIRED_SCOPES.filter((scope) => scopes?.includes(scope) === false);
      const guests = scopes?.includes(GUESTS_SCOPE) === false ? ` ${GUESTS_UNTOLD}` : '';
      if (missing.length === 0) return { isWell: true, says: `Slack knows the bot as @${user} in ${team}.${guests}` };
      const fix = 'Install the app again from slack-manifest.yml.';
      return { isWell: false, says: `The bot may not use ${missing.join(' and ')} in Slack.`, fix };
    } catch (error) {
      return refusedBySlack(error, 'SLACK_BOT_TOKEN');
    }
  };
}

/** Whether Slack would open a socket; asking opens none. */
export function checkAppToken(client: WebClient): Check {
  return async () => {
    try {
      await client.apps.connections.open({});
      return { isWell: true, says: 'Slack offers a socket, so no public address is needed.' };
    } catch (error) {
      return refusedBySlack(error, 'SLACK_APP_TOKEN');
    }
  };
}

/** What is known of the connections over Socket Mode. */
export interface ConnectionSources {
  /** What the bot of this configuration tells of itself; undefined when none runs here. */
  readonly ofBot: () => Promise<{ readonly opened: number; readonly counted: number | undefined } | undefined>;
  /** How many Slack counts. Asked only when no bot runs here. */
  readonly bySlack: () => Promise<number | undefined>;
}

/** Whether every connection that Slack counts is one that somebody reads. */
export function checkConnections({ ofBot, bySlack }: ConnectionSources): Check {
  return async () => {
    const bot = await ofBot();
    if (bot?.opened === 0) {
      const fix = 'Its log says why: look for “Slack opens no connection”.';
      return { isWell: false, says: 'The bot that runs here holds no connection to Slack.', fix };
    }
    try {
      const counted = bot === undefined ? await bySlack() : bot.counted;
      return connectionsFinding(counted, bot?.opened ?? 0);
    } catch (error) {
      const code = slackCodeOf(error);
      if (code === 'too_many_websockets') return connectionsFinding(MAX_CONNECTIONS, 0);
      return { isWell: undefined, says: `Slack could not be asked how many connections it counts (${code}).` };
    }
  };
}

function connectionsFinding(counted: number | undefined, opened: number): Finding {
  if (counted === undefined) return { isWell: undefined, says: 'Slack did not say how many connections it counts.' };
  const here = opened === 0 ? 'no bot runs here' : `the bot here holds ${opened}`;
  const says = `Slack counts ${counted} connections of this app, and ${here}.`;
  if (counted <= opened) return { isWell: true, says };
  return {
    // More processes of the bot are no fault; ten connections are, because Slack opens no more.
    isWell: counted >= MAX_CONNECTIONS ? false : undefined,
    says,
    fix: 'Slack deals clicks out to all of them: those that reach one that nobody reads are lost. Each process of the bot holds two. Stop what else uses this app token; what is then left ends within hours, or with the app token when you revoke it and make a new one.',
  };
}

/** Whether Kaleyra takes the SID and the key, by a question that costs nothing. */
export function checkAccount(probe: Probe, origin: string): Check {
  return async () => {
    const answer = await probe();
    const host = new URL(origin).host;
    if (answer === 'accepted') return { isWell: true, says: `Kaleyra takes the account at ${host}.` };
    if (answer === 'unclear')
      return { isWell: undefined, says: `Kaleyra at ${host} did not say whether it takes the account.` };
    return {
      isWell: false,
      says: `Kaleyra at ${host} refuses the account.`,
      fix: 'Check KALEYRA_SID, KALEYRA_API_KEY and KALEYRA_API_DOMAIN, the key’s IP list, and that its owner still exists.',
    };
  };
}

/** Whether reports could come in at the public address. */
export function checkPublicUrl(callback: Config['callback']): Check {
  return async () => {
    if (callback === undefined) {
      return { isWell: undefined, says: 'There is no PUBLIC_URL, so no delivery reports: cards end at “accepted”.' };
    }
    const isReached = await fetch(`${callback.publicUrl}/healthz`, {
      signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReached) return { isWell: true, says: 'The bot answers at PUBLIC_URL.' };
    const fix = 'Start the bot, and check the address from outside; Kaleyra has to reach it.';
    return { isWell: undefined, says: 'Nothing answers at PUBLIC_URL right now.', fix };
  };
}

function refusedBySlack(error: unknown, variable: string): Finding {
  const code = slackCodeOf(error);
  const isRefused = /auth|token|revoked|inactive/.test(code);
  return isRefused
    ? {
        isWell: false,
        says: `Slack refuses ${variable} (${code}).`,
        fix: `Copy ${variable} again from the app’s pages.`,
      }
    : { isWell: undefined, says: `Slack could not be asked about ${variable} (${code}).` };
}
