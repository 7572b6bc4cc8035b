import { z } from 'zod';

/** What Slack posts, or sends over a socket: a JSON object, or a command's form. */
export type SlackEvent = Readonly<Record<string, unknown>>;

/** What Slack's payload is to the bot. */
export type Payload =
  /** Of a form that listeners can rely on; what Slack may leave out is filled in. */
  { readonly kind: 'known'; readonly body: SlackEvent } | UnknownPayload;

/** A payload that no listener gets. */
export type UnknownPayload =
  /** Nothing in the bot is meant by it, such as an interaction of a later release of Slack. */
  | { readonly kind: 'not_ours'; readonly name: string }
  /** It says that it is one of ours, and lacks something or has it in another type. `at` is the first such place. */
  | { readonly kind: 'malformed'; readonly name: string; readonly at: string };

/** Deeper than any view or message of Slack's, and far from what breaks a recursive reader. */
const MAX_DEPTH = 64;
const MAX_QUERY_LENGTH = 3_000;
/** Slack cuts a message here. */
const MAX_COMMAND_LENGTH = 40_000;
/** Names of our own and of Slack; other parts of a path are a client's. */
const PLAIN_NAME = /^[a-z_]{1,40}$/;

const ID = z.string().regex(/^[A-Z0-9]{1,64}$/);
const VIEW_ID = z.string().regex(/^[\x20-\x7e]{1,255}$/);
/** Slack leaves it out, or says null. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);
const filledIn = <Schema extends z.ZodType>(schema: Schema, standard: z.output<Schema>) =>
  schema.nullish().transform((value) => value ?? standard);
const TEXT = filledIn(z.string(), '');
/** By these Bolt tells kinds of payloads apart, so only the kind that has them may. */
const ABSENT = z.undefined().optional();
const RESPONSE_URL = z.string().refine((text) => text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? ''));

const OPTION = z.looseObject({ value: z.string() });
const INPUT_STATE = z.looseObject({
  value: z.string().nullish(),
  selected_option: OPTION.nullish(),
  selected_options: z.array(OPTION).nullish(),
  selected_conversation: z.string().nullish(),
});
const BLOCK = z.union([
  z.looseObject({
    type: z.literal('input'),
    block_id: optional(z.string()),
    element: z.looseObject({ action_id: optional(z.string()) }),
    label: z.looseObject({ text: z.string() }),
  }),
  z.looseObject({ type: z.string().refine((type) => type !== 'input'), block_id: optional(z.string()) }),
]);
const VIEW = z.looseObject({
  id: VIEW_ID,
  type: optional(z.string()),
  hash: optional(z.string()),
  callback_id: TEXT,
  private_metadata: TEXT,
  title: filledIn(z.looseObject({ text: z.string() }), { text: '' }),
  submit: filledIn(z.looseObject({ text: z.string() }).nullable(), null),
  blocks: filledIn(z.array(BLOCK), []),
  state: filledIn(z.looseObject({ values: z.record(z.string(), z.record(z.string(), INPUT_STATE)) }), { values: {} }),
  app_installed_team_id: optional(ID),
});

/** What every interaction says. */
const INTERACTION = z.looseObject({
  user: z.looseObject({ id: ID, team_id: optional(ID), enterprise_id: optional(ID) }),
  // An org-wide installation has no team.
  team: z.looseObject({ id: ID, enterprise_id: optional(ID) }).nullish(),
  enterprise: z.looseObject({ id: ID }).nullish(),
  is_enterprise_install: optional(z.union([z.boolean(), z.string()])),
  channel: optional(z.looseObject({ id: ID })),
  trigger_id: TEXT,
  response_url: optional(RESPONSE_URL),
  function_data: optional(z.looseObject({})),
  event: ABSENT,
  command: ABSENT,
  name: ABSENT,
});
const PRESS = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  block_id: optional(z.string()),
  value: optional(z.string()),
  selected_option: optional(OPTION),
});
const STEP = 'function_executed';
const EVENT = z.union([
  z.looseObject({
    type: z.literal(STEP),
    function: z.looseObject({ callback_id: z.string() }),
    function_execution_id: z.string().min(1),
    bot_access_token: optional(z.string().min(1)),
  }),
  z.looseObject({ type: z.string().refine((type) => type !== STEP) }),
]);

const KNOWN: ReadonlyMap<string, z.ZodType<SlackEvent>> = new Map<string, z.ZodType<SlackEvent>>([
  ['block_actions', INTERACTION.extend({ view: optional(VIEW), actions: z.array(PRESS).min(1) })],
  [
    'block_suggestion',
    INTERACTION.extend({ view: optional(VIEW), action_id: z.string(), value: z.string().max(MAX_QUERY_LENGTH) }),
  ],
  [
    'view_submission',
    INTERACTION.extend({
      view: VIEW,
      response_urls: optional(z.array(z.looseObject({ channel_id: z.string(), response_url: RESPONSE_URL }))),
      actions: ABSENT,
    }),
  ],
  ['view_closed', INTERACTION.extend({ view: VIEW, actions: ABSENT })],
  ['shortcut', INTERACTION.extend({ callback_id: z.string(), actions: ABSENT })],
  ['message_action', INTERACTION.extend({ callback_id: z.string(), actions: ABSENT })],
  [
    'command',
    z.looseObject({
      command: z.string(),
      text: filledIn(z.string().max(MAX_COMMAND_LENGTH), ''),
      user_id: ID,
      team_id: optional(ID),
      enterprise_id: optional(z.string()),
      channel_id: TEXT,
      trigger_id: TEXT,
      response_url: optional(RESPONSE_URL),
      event: ABSENT,
    }),
  ],
  ['event_callback', z.looseObject({ event: EVENT, team_id: optional(z.string()) })],
]);

/**
 * Reads a payload that Slack signed. Bolt and the listeners use its parts without another look, so a part that is of another
 * type than Slack documents would break them in the middle of their work.
 */
export function readPayload(body: SlackEvent): Payload {
  const { command, type } = body;
  const name = type === undefined && command !== undefined ? 'command' : type;
  if (typeof name !== 'string') return { kind: 'malformed', name: 'payload', at: 'type' };
  const schema = KNOWN.get(name);
  if (schema === undefined) return { kind: 'not_ours', name: PLAIN_NAME.test(name) ? name : 'unnamed' };
  if (isTooDeep(body)) return { kind: 'malformed', name, at: 'depth' };
  const read = schema.safeParse(body);
  if (read.success) return { kind: 'known', body: read.data };
  return { kind: 'malformed', name, at: placeOf(read.error.issues[0]?.path ?? []) };
}

/** Without recursion, which is what depth breaks. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function placeOf(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' || PLAIN_NAME.test(String(part)) ? String(part) : '*'));
  return parts.join('.');
}
