import { z } from 'zod';
import { DEFAULT_MAX_LIST_ROWS, HIGHEST_MAX_LIST_ROWS } from '../core/list/sheet.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { FlightLimits } from '../core/send/in-flight.ts';
import {
  callbackSecrets,
  channel,
  countryCode,
  databaseUrl,
  hostList,
  kaleyraOrigin,
  numberList,
  required,
  type Sender,
  secret,
  senderList,
  templateName,
  webAddress,
  wholeNumber,
} from './values.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/**
 * Every variable, in the order of the README's table, which is made from here: `description` is the variable's meaning,
 * `standard` its default.
 */
const Environment = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-[\w-]{8,}$/, 'xoxb-…').meta({ description: '`xoxb-…`', standard: 'required' }),
  SLACK_SIGNING_SECRET: secret(/^\S{8,}$/, 'the signing secret of the app’s Basic Information page')
    .optional()
    .meta({ description: "verifies Slack's requests over HTTP", standard: 'required without `SLACK_APP_TOKEN`' }),
  SLACK_APP_TOKEN: secret(/^xapp-[\w-]{8,}$/, 'xapp-…')
    .optional()
    .meta({
      description: '`xapp-…`; when set the bot uses Socket Mode and needs no public URL',
    }),
  SLACK_API_URL: webAddress()
    .default('https://slack.com/api/')
    .meta({ description: "Slack's Web API", standard: '`https://slack.com/api/`' }),
  KALEYRA_API_DOMAIN: kaleyraOrigin().default('https://api.in.kaleyra.io').meta({
    description:
      '_API Domain_ of your region: `api.in.kaleyra.io`, `api.kaleyra.io`, `api.ap.kaleyra.io`, `api.eu.kaleyra.io`, `api.na.kaleyra.ai`, `api.na.kaleyra.io`; for a trial on this machine also `http://127.0.0.1:4010`',
    standard: '`api.in.kaleyra.io`',
  }),
  KALEYRA_SID: secret(/^[A-Za-z0-9]{8,40}$/, 'HX…, letters and digits only').meta({
    description: 'account SID',
    standard: 'required',
  }),
  KALEYRA_API_KEY: secret(/^[\x21-\x7e]{8,200}$/, 'the key of the account’s API Keys page').meta({
    description: 'API key',
    standard: 'required',
  }),
  KALEYRA_FROM: senderList().meta({
    description: 'WhatsApp Business number(s), comma separated; a name may follow: `919800000000=Support`',
    standard: 'required',
  }),
  KALEYRA_TIMEOUT_MS: wholeNumber(100, 60_000, 15_000).meta({
    description: "longest wait for Kaleyra's answer",
    standard: '`15000`',
  }),
  KALEYRA_RECIPIENTS_PER_REQUEST: wholeNumber(1, 100, 20).meta({
    description: 'most numbers in one `to` (1–100)',
    standard: '`20`',
  }),
  KALEYRA_MESSAGES_PER_SECOND: wholeNumber(1, 100_000, 40).meta({
    description: 'most messages a second from one number',
    standard: '`40`',
  }),
  KALEYRA_MAX_IN_FLIGHT: wholeNumber(1, 1_000, 256).meta({
    description: 'most requests that wait for an answer at once, in one process',
    standard: '`256`',
  }),
  PUBLIC_URL: webAddress().optional().meta({
    description:
      '`https://…` address at which Kaleyra reaches this bot; without it there are no delivery reports, and the card says so',
  }),
  KALEYRA_CALLBACK_SECRET: callbackSecrets().optional().meta({
    description:
      'secret part of the callback address, 32 characters or more; two, comma separated, while it is being changed',
    standard: 'required with `PUBLIC_URL`',
  }),
  KALEYRA_CALLBACK_TOKEN: z
    .enum(['query', 'ref', 'off'], { error: 'has to be query, ref or off' })
    .default('query')
    .meta({
      description:
        'how a report names its request, so that it may come before the answer: `query` of the callback address, `ref` field, or `off` for an account that allows no address with a query',
      standard: '`query`',
    }),
  DATABASE_URL: databaseUrl().default('file:data/whatsapp-send.db').meta({
    description: '`postgres://…`, or `file:PATH` for SQLite',
    standard: '`file:data/whatsapp-send.db`',
  }),
  TEMPLATES_FILE: required()
    .default('templates.yml')
    .meta({ description: 'the template catalogue', standard: '`templates.yml`' }),
  DEFAULT_COUNTRY: countryCode().optional().meta({
    description: 'two letters, such as `IN`, for numbers typed without a country code; unset = they are refused',
  }),
  AUDIT_CHANNEL: channel()
    .optional()
    .meta({ description: 'channel that gets a copy of every card, and is told of a fault in the policy' }),
  MODE: z.enum(['trial', 'team', 'live'], { error: 'has to be trial, team or live' }).default('live').meta({
    description:
      '`trial`: nothing leaves; `team`: only `TEAM_NUMBERS`, and numbers that people have proved to be theirs, are reached; `live`',
    standard: '`live`',
  }),
  TEAM_NUMBERS: numberList().default([]).meta({
    description: 'numbers that the mode `team` may reach, comma separated',
  }),
  TEAM_CODE_TEMPLATE: templateName().optional().meta({
    description:
      '`name:language` of the template that carries the code by which people prove a number of their own in the mode `team`; it takes one value, the code',
  }),
  POLICY_FILE: required().optional().meta({
    description: 'who may send what to whom ([docs/policy.md](docs/policy.md))',
    standard: '`policy.yml`, where it exists',
  }),
  LIST_MAX_ROWS: wholeNumber(1, HIGHEST_MAX_LIST_ROWS, DEFAULT_MAX_LIST_ROWS).meta({
    description: 'most rows of a list (1–10,000)',
    standard: '`2000`',
  }),
  INBOX_CHANNEL: channel().optional().meta({
    description: 'channel for replies that belong to no message; unset = they are counted only',
  }),
  MEDIA_HOSTS: hostList().default([]).meta({
    description: 'hosts beside Kaleyra’s from which *Open photo* may fetch, comma separated',
  }),
  MIRROR_OPTOUTS: z
    .enum(['true', 'false'], { error: 'has to be true or false' })
    .default('false')
    .transform((word) => word === 'true')
    .meta({
      description: '`true`: people who said no are written to Kaleyra’s blocklist, and read from it once a day',
      standard: '`false`',
    }),
  HOST: required().default('0.0.0.0').meta({ description: 'where it listens', standard: '`0.0.0.0`' }),
  PORT: wholeNumber(0, 65_535, 3000).meta({ description: 'where it listens', standard: '`3000`' }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: `has to be ${LOG_LEVELS.join(', ')}`,
    })
    .default('info')
    .meta({
      description: `the least important lines that are logged: \`${LOG_LEVELS.join('`, `')}\``,
      standard: '`info`',
    }),
});

type Values = z.infer<typeof Environment>;

/** Where Kaleyra's delivery reports come in. */
interface CallbackConfig {
  readonly publicUrl: string;
  readonly secrets: readonly string[];
  readonly tokenRides: Values['KALEYRA_CALLBACK_TOKEN'];
}

/** The app's credentials, in the names that `slack/` uses. */
interface SlackConfig {
  readonly botToken: string;
  /** Given when Slack's requests come over HTTP. */
  readonly signingSecret: string | undefined;
  /** Given when the bot connects over Socket Mode. */
  readonly appToken: string | undefined;
  readonly apiUrl: string;
}

/** Kaleyra's account, in the names that `kaleyra/` uses. */
interface KaleyraConfig {
  readonly origin: string;
  readonly sid: string;
  readonly apiKey: string;
  /** The longest wait for the head of a response. */
  readonly timeoutMs: number;
  readonly maxInFlight: number;
}

/** The policy, and whether the configuration names it: one that is named has to exist. */
interface PolicyConfig {
  readonly path: string;
  readonly isNamed: boolean;
}

export interface Config {
  readonly values: Values;
  readonly slack: SlackConfig;
  readonly kaleyra: KaleyraConfig;
  readonly senders: readonly Sender[];
  readonly flightLimits: FlightLimits;
  readonly callback: CallbackConfig | undefined;
  /** Whether Kaleyra can tell what becomes of a message. */
  readonly reportsExpected: boolean;
  readonly policyFile: PolicyConfig;
}

const POLICY_FILE = 'policy.yml';

/**
 * Parses the environment once.
 *
 * @returns the configuration, or one message that names every wrong variable and shows no value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Result<Config, string> {
  // No value begins or ends with a blank; one that does was copied with it.
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );
  const parsed = Environment.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}.`),
    ...missingTogether(given),
  ];
  if (!parsed.success || problems.length > 0) return fail(cannotStart([...new Set(problems)]));
  const values = parsed.data;
  const callback = callbackOf(values);
  return ok({
    values,
    slack: slackOf(values),
    kaleyra: kaleyraOf(values),
    senders: values.KALEYRA_FROM,
    flightLimits: {
      messagesPerSecond: values.KALEYRA_MESSAGES_PER_SECOND,
      maxInFlight: values.KALEYRA_MAX_IN_FLIGHT,
    },
    callback,
    reportsExpected: callback !== undefined,
    policyFile: { path: values.POLICY_FILE ?? POLICY_FILE, isNamed: values.POLICY_FILE !== undefined },
  });
}

/** Variables that another variable makes necessary. */
function* missingTogether(given: Readonly<Record<string, string | undefined>>): Generator<string> {
  if (!(given['SLACK_APP_TOKEN'] || given['SLACK_SIGNING_SECRET'])) {
    yield 'SLACK_SIGNING_SECRET is missing; without SLACK_APP_TOKEN (Socket Mode) it verifies Slack’s requests.';
  }
  if (given['PUBLIC_URL'] && !given['KALEYRA_CALLBACK_SECRET']) {
    yield 'KALEYRA_CALLBACK_SECRET is missing; PUBLIC_URL needs it to tell Kaleyra’s reports from forged ones.';
  }
}

function slackOf(values: Values): SlackConfig {
  return {
    botToken: values.SLACK_BOT_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET,
    appToken: values.SLACK_APP_TOKEN,
    apiUrl: values.SLACK_API_URL,
  };
}

function kaleyraOf(values: Values): KaleyraConfig {
  return {
    origin: values.KALEYRA_API_DOMAIN,
    sid: values.KALEYRA_SID,
    apiKey: values.KALEYRA_API_KEY,
    timeoutMs: values.KALEYRA_TIMEOUT_MS,
    maxInFlight: values.KALEYRA_MAX_IN_FLIGHT,
  };
}

function callbackOf(values: Values): CallbackConfig | undefined {
  const { PUBLIC_URL: publicUrl, KALEYRA_CALLBACK_SECRET: secrets, KALEYRA_CALLBACK_TOKEN: tokenRides } = values;
  if (publicUrl === undefined || secrets === undefined) return undefined;
  return { publicUrl: publicUrl.replace(/\/+$/, ''), secrets, tokenRides };
}

function cannotStart(problems: readonly string[]): string {
  const count = problems.length === 1 ? '1 setting needs' : `${problems.length} settings need`;
  return [
    `Cannot start: ${count} fixing.`,
    ...problems.map((one) => `  ${one}`),
    'README, Configuration, explains each.',
  ].join('\n');
}

/** One row for each variable of the README's table. */
export function variables(): readonly { name: string; description: string; standard: string }[] {
  return Object.entries(Environment.shape).map(([name, schema]) => {
    const meta = schema.meta();
    return { name, description: meta?.description ?? '', standard: String(meta?.['standard'] ?? '–') };
  });
}
