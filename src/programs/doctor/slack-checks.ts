import type { WebClient } from '@slack/web-api';
import { slackCodeOf } from '../../slack/client/slack-code.ts';
import { ASK_TIMEOUT_MS, type Check, type Finding } from './finding.ts';

const REQUIRED_SCOPES = ['commands', 'chat:write'];
const GUESTS_SCOPE = 'users:read';
const NO_GUESTS_SENTENCE = `Without ${GUESTS_SCOPE} the bot cannot see who is a guest: guests see every message of their channels.`;
/** Slack's limit for an app, over all of its processes. */
const MAX_CONNECTIONS = 10;
const TRY_AGAIN = 'Check that this machine reaches Slack (network, proxy, firewall, SLACK_API_URL), and ask again.';

/** Whether Slack takes the bot token, and whether it may do what the bot does. */
export function checkBotToken(client: WebClient): Check {
  return async () => {
    try {
      const { team, user, response_metadata } = await client.auth.test();
      const scopes = response_metadata?.scopes;
      const missing = REQUIRED_SCOPES.filter((scope) => scopes?.includes(scope) === false);
      const guests = scopes?.includes(GUESTS_SCOPE) === false ? ` ${NO_GUESTS_SENTENCE}` : '';
      if (missing.length === 0) return { state: 'well', says: `Slack knows the bot as @${user} in ${team}.${guests}` };
      const fix = 'Install the app again from slack-manifest.yml.';
      return { state: 'broken', says: `The bot may not use ${missing.join(' and ')} in Slack.`, fix };
    } catch (error) {
      return refusedBySlack(slackCodeOf(error), 'SLACK_BOT_TOKEN');
    }
  };
}

/** Whether Slack would open a socket. Asking for its address opens none. */
export function checkAppToken(client: WebClient): Check {
  return async () => {
    try {
      await client.apps.connections.open({});
      return { state: 'well', says: 'Slack offers a socket, so no public address is needed.' };
    } catch (error) {
      return refusedBySlack(slackCodeOf(error), 'SLACK_APP_TOKEN');
    }
  };
}

/**
 * Whether the bot can post into the audit channel. It asks for the link of a message that does not exist, which posts nothing
 * and needs no scope: Slack misses the message where the bot sees the channel, and else the channel.
 *
 * @see https://docs.slack.dev/reference/methods/chat.getPermalink
 */
export function checkAuditChannel(client: WebClient, channel: string): Check {
  return async () => {
    if (channel.startsWith('#')) {
      const says = `AUDIT_CHANNEL is a name, ${channel}, which Slack finds only when something is posted.`;
      const fix =
        'Set it to the ID (C…) at the end of the channel’s details: it can be checked, and survives a new name.';
      return { state: 'unclear', says, fix };
    }
    const code = await client.chat.getPermalink({ channel, message_ts: '1.000000' }).then(
      () => 'message_not_found',
      (error: unknown) => slackCodeOf(error),
    );
    if (code === 'message_not_found') return { state: 'well', says: `The bot sees AUDIT_CHANNEL (${channel}).` };
    if (code !== 'channel_not_found') return refusedBySlack(code, 'SLACK_BOT_TOKEN', 'AUDIT_CHANNEL');
    return {
      state: 'broken',
      says: `The bot does not see AUDIT_CHANNEL (${channel}).`,
      fix: 'Check the ID. In a private channel, type /invite @whatsapp-send there.',
    };
  };
}

/** That Slack cannot be asked for the signing secret: only Slack's requests show whether it is right. */
export const noSigningSecretCheck: Check = async () => ({
  state: 'note',
  says: 'SLACK_SIGNING_SECRET cannot be checked from here: Slack signs its requests with it, and tells it to nobody.',
  fix: 'Type /whatsapp-send in Slack. When Slack says that the app did not respond, copy the secret again.',
});

/** Where the number of connections over Socket Mode is known. */
export interface ConnectionSources {
  /** How many the bot on this machine holds, and how many Slack counted then; undefined when no bot runs here. */
  readonly ofBot: () => Promise<{ readonly opened: number; readonly counted: number | undefined } | undefined>;
  /** How many Slack counts. Asked only when no bot runs here. */
  readonly bySlack: () => Promise<number | undefined>;
}

/**
 * Asks a bot that runs on this machine for its connections, through its metrics.
 *
 * @returns undefined when no bot answers at the port.
 */
export async function botConnections(port: number): ReturnType<ConnectionSources['ofBot']> {
  const text = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).then(
    (answer) => answer.text(),
    () => '',
  );
  const read = (by: string) => {
    const found = new RegExp(`^whatsapp_send_slack_connections\\{counted_by="${by}"\\} (\\d+)$`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const opened = read('bot');
  return opened === undefined ? undefined : { opened, counted: read('slack') };
}

/** Whether the bot reads every connection that Slack counts. */
export function checkConnections({ ofBot, bySlack }: ConnectionSources): Check {
  return async () => {
    const bot = await ofBot();
    if (bot?.opened === 0) {
      const fix = 'Its log says why: look for “Slack opens no connection”.';
      return { state: 'broken', says: 'The bot that runs here holds no connection to Slack.', fix };
    }
    try {
      const counted = bot === undefined ? await bySlack() : bot.counted;
      return connectionsFinding(counted, bot?.opened ?? 0);
    } catch (error) {
      const code = slackCodeOf(error);
      if (code === 'too_many_websockets') return connectionsFinding(MAX_CONNECTIONS, 0);
      const says = `Slack could not be asked how many connections it counts (${code}).`;
      return { state: 'unclear', says, fix: TRY_AGAIN };
    }
  };
}

function connectionsFinding(counted: number | undefined, opened: number): Finding {
  if (counted === undefined)
    return { state: 'unclear', says: 'Slack did not say how many connections it counts.', fix: TRY_AGAIN };
  const here = opened === 0 ? 'no bot runs here' : `the bot here holds ${opened}`;
  const says = `Slack counts ${counted} connections of this app, and ${here}.`;
  if (counted <= opened) return { state: 'well', says };
  return {
    // Several processes of the bot are fine; ten connections are not, because Slack opens no more.
    state: counted >= MAX_CONNECTIONS ? 'broken' : 'unclear',
    says,
    fix: 'Slack deals clicks out to all of them: a click that reaches a connection without a reader is lost. Each process of the bot holds two. Stop what else uses this app token; what is then left ends within hours, or with the app token when you revoke it and make a new one.',
  };
}

/** @param token the variable of the token that Slack was asked with @param about what it was asked about */
function refusedBySlack(code: string, token: string, about = token): Finding {
  const isRefused = /auth|token|revoked|inactive/.test(code);
  return isRefused
    ? {
        state: 'broken',
        says: `Slack refuses ${token} (${code}).`,
        fix: `Copy ${token} again from the app’s pages.`,
      }
    : { state: 'unclear', says: `Slack could not be asked about ${about} (${code}).`, fix: TRY_AGAIN };
}
