import type { WebClient } from '@slack/web-api';
import type { Config } from '../../config/config.ts';
import { openFileCatalogue } from '../../files/templates/file-catalogue.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Probe } from '../../flow/ports/store/account.ts';
import { slackCodeOf } from '../../slack/client/slack-code.ts';
import { openStore } from '../../store/open-store.ts';

/** What one check of a configuration found. */
export interface Finding {
  /** `broken` has to be fixed; `unclear` could not be found out. */
  readonly state: 'well' | 'broken' | 'unclear';
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string;
}

export type Check = () => Promise<Finding>;

/** The doctor shows findings, and nothing of what the parts that it opens log. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
/** The longest that one check waits for an answer. */
export const ASK_TIMEOUT_MS = 5_000;

const REQUIRED_SCOPES = ['commands', 'chat:write'];
const GUESTS_SCOPE = 'users:read';
const NO_GUESTS_SENTENCE = `Without ${GUESTS_SCOPE} the bot cannot see who is a guest: guests see every send of their channels.`;
/** Slack's limit for an app, over all of its processes. */
const MAX_CONNECTIONS = 10;
/** Kaleyra's answers rarely take longer. */
const USUAL_ANSWER_S = 0.2;

/** Whether the ledger opens and answers. */
export function checkLedger(url: string): Check {
  return async () => {
    try {
      const store = await openStore({ url, messagesPerSecond: 1, leaseMs: 1_000, log: SILENT });
      await store.ledger.ping();
      await store.close();
      return { state: 'well', says: `The ledger answers (${url.startsWith('file:') ? 'SQLite' : 'PostgreSQL'}).` };
    } catch {
      return {
        state: 'broken',
        says: 'The ledger does not answer.',
        fix: 'Check DATABASE_URL, and that the bot may write there.',
      };
    }
  };
}

/** Whether every template of the file can be read. */
export function checkTemplates(path: string): Check {
  return async () => {
    const catalogue = await openFileCatalogue({ path, log: SILENT });
    const { length } = catalogue.templates();
    const [problem] = catalogue.problems();
    catalogue.close();
    const count = length === 1 ? '1 template' : `${length} templates`;
    if (problem !== undefined)
      return { state: 'broken', says: `${path} holds ${count} that can be read.`, fix: problem.sentence };
    const isEmpty = length === 0;
    return {
      state: 'well',
      says: isEmpty ? `${path} holds no templates: people pick from Kaleyra’s list.` : `${path} holds ${count}.`,
    };
  };
}

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
      return refusedBySlack(error, 'SLACK_BOT_TOKEN');
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
      return refusedBySlack(error, 'SLACK_APP_TOKEN');
    }
  };
}

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
      return { state: 'unclear', says: `Slack could not be asked how many connections it counts (${code}).` };
    }
  };
}

function connectionsFinding(counted: number | undefined, opened: number): Finding {
  if (counted === undefined) return { state: 'unclear', says: 'Slack did not say how many connections it counts.' };
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

/** Whether Kaleyra takes the SID and the key, by a request that sends nothing. */
export function checkAccount(probe: Probe, origin: string): Check {
  return async () => {
    const answer = await probe();
    const host = new URL(origin).host;
    if (answer === 'accepted') return { state: 'well', says: `Kaleyra takes the account at ${host}.` };
    if (answer === 'unclear')
      return { state: 'unclear', says: `Kaleyra at ${host} did not say whether it takes the account.` };
    return {
      state: 'broken',
      says: `Kaleyra at ${host} refuses the account.`,
      fix: 'Check KALEYRA_SID, KALEYRA_API_KEY and KALEYRA_API_DOMAIN, the key’s IP list, and that its owner still exists.',
    };
  };
}

/** What the variables mean together: how slowly Kaleyra may answer before a number falls behind, with one recipient a request. */
export function checkVariables(
  values: Pick<Config['values'], 'KALEYRA_MESSAGES_PER_SECOND' | 'KALEYRA_MAX_IN_FLIGHT'>,
): Check {
  const { KALEYRA_MESSAGES_PER_SECOND: rate, KALEYRA_MAX_IN_FLIGHT: inFlight } = values;
  const seconds = inFlight / rate;
  const says = `Every variable has a value that can be used. A number keeps its ${rate} messages a second while Kaleyra answers within ${seconds.toPrecision(2)} s.`;
  if (seconds >= USUAL_ANSWER_S) return async () => ({ state: 'well', says });
  return async () => ({ state: 'unclear', says, fix: 'Raise KALEYRA_MAX_IN_FLIGHT if it takes longer.' });
}

/** Whether reports could come in at the public address. */
export function checkPublicUrl(callback: Config['callback']): Check {
  return async () => {
    if (callback === undefined) {
      return { state: 'unclear', says: 'There is no PUBLIC_URL, so no delivery reports: cards end at “accepted”.' };
    }
    const isReached = await fetch(`${callback.publicUrl}/healthz`, {
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReached) return { state: 'well', says: 'The bot answers at PUBLIC_URL.' };
    const fix = 'Start the bot, and check the address from outside; Kaleyra has to reach it.';
    return { state: 'unclear', says: 'Nothing answers at PUBLIC_URL right now.', fix };
  };
}

function refusedBySlack(error: unknown, variable: string): Finding {
  const code = slackCodeOf(error);
  const isRefused = /auth|token|revoked|inactive/.test(code);
  return isRefused
    ? {
        state: 'broken',
        says: `Slack refuses ${variable} (${code}).`,
        fix: `Copy ${variable} again from the app’s pages.`,
      }
    : { state: 'unclear', says: `Slack could not be asked about ${variable} (${code}).` };
}
