import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { naughtyText } from './naughty.ts';
import { stateOf } from './slack.ts';

type Json = Readonly<Record<string, unknown>>;
type Place = readonly (string | number)[];

/** How one place of a payload is changed. */
type Change =
  | { readonly kind: 'replace'; readonly value: unknown }
  | { readonly kind: 'remove' }
  /** Gives the object at this place one more name. */
  | { readonly kind: 'add'; readonly name: string; readonly value: unknown };

const RESPONSE_URL = 'https://hooks.slack.test/1';
const PERSON = {
  team: { id: 'T1', domain: 'acme' },
  enterprise: null,
  is_enterprise_install: false,
  user: { id: 'U1', username: 'asha', name: 'asha', team_id: 'T1' },
  api_app_id: 'A1',
  token: 'verification',
};
const OTHERS: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, [], {}, [[]], [null], ['a', 1], { a: { b: null } }, { id: [] }, { id: 'U1' }],
  ...[
    { value: 5 },
    { type: 'input' },
    { text: {} },
    'x'.repeat(30_000),
    ['x'.repeat(5_000)],
    nested(100),
    nested(1_000),
  ],
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'event',
  'command',
  'name',
  'actions',
  'view',
  'type',
];

/**
 * One payload of each kind that Slack has for this bot, as Slack writes it.
 *
 * @param compose the form and
 * @param review the review as the bot gave them to Slack, with their metadata signed for `U1`.
 */
export function realPayloads(compose: ModalView, review: ModalView): readonly Json[] {
  const form = shown(compose, { recipients: '+919876543210' });
  const inForm = { ...PERSON, trigger_id: '1.2.3', container: { type: 'view', view_id: 'V1' } };
  const option = { value: 'flight_delay:en', text: { type: 'plain_text', text: 'flight_delay' } };
  const picked = { type: 'external_select', action_id: 'template', block_id: 'template', selected_option: option };
  return [
    {
      ...{ token: 'verification', team_id: 'T1', team_domain: 'acme', channel_id: 'C1', channel_name: 'support' },
      ...{ user_id: 'U1', user_name: 'asha', api_app_id: 'A1', is_enterprise_install: 'false', trigger_id: '1.2.3' },
      ...{ command: '/whatsapp-send', text: 'booking_confirm +919876543210', response_url: RESPONSE_URL },
    },
    { ...inForm, type: 'block_actions', view: form, actions: [picked] },
    ...['send_details', 'send_again', 'send_ids', 'say_arrived', 'resume_sending', 'show_more', 'show_request'].map(
      press,
    ),
    { ...PERSON, type: 'block_suggestion', view: form, action_id: 'template', block_id: 'template', value: 'book' },
    { ...PERSON, type: 'view_submission', trigger_id: '1.2.3', view: form, response_urls: [] },
    { ...PERSON, type: 'view_submission', trigger_id: '1.2.3', view: shown(review), response_urls: [] },
    { ...PERSON, type: 'view_closed', view: form, is_cleared: false },
    { ...PERSON, type: 'shortcut', callback_id: 'open', trigger_id: '1.2.3', action_ts: '1.1' },
    {
      ...{ type: 'event_callback', token: 'verification', team_id: 'T1', api_app_id: 'A1', event_id: 'Ev1' },
      ...{ authorizations: [{ team_id: 'T1', enterprise_id: null, user_id: 'UBOT', is_bot: true }] },
      event: { type: 'function_executed', function: { callback_id: 'old' }, function_execution_id: 'Fx1', inputs: {} },
    },
  ];
}

/** These payloads with one to three of their places changed. */
export function oddPayload(payloads: readonly Json[]): fc.Arbitrary<unknown> {
  const value = fc.oneof(fc.constantFrom(...OTHERS), naughtyText);
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 4, arbitrary: value.map((one) => ({ kind: 'replace' as const, value: one })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'remove' as const }) },
    fc.record({ kind: fc.constant('add' as const), name: fc.constantFrom(...NAMES), value }),
  );
  const changes = fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 });
  return fc
    .tuple(fc.constantFrom(...payloads), changes)
    .map(([payload, all]) => all.reduce((odd: unknown, [at, one]) => changed(odd, at, one), payload) ?? null);
}

function press(actionId: string): Json {
  const action = { type: 'button', action_id: actionId, block_id: 'b', value: 'S1 D1', action_ts: '1.1' };
  const message = { type: 'message', ts: '1.1', text: 'a card', blocks: [] };
  const container = { type: 'message', channel_id: 'C1', message_ts: '1.1', is_ephemeral: false };
  const place = { channel: { id: 'C1', name: 'support' }, message, container, response_url: RESPONSE_URL };
  return { ...PERSON, ...place, type: 'block_actions', trigger_id: '1.2.3', actions: [action] };
}

function shown(view: ModalView, typed: Readonly<Record<string, string>> = {}): Json {
  const ids = {
    id: 'V1',
    team_id: 'T1',
    app_id: 'A1',
    bot_id: 'B1',
    hash: '1.1',
    root_view_id: 'V1',
    previous_view_id: null,
  };
  return { submit: null, close: null, app_installed_team_id: 'T1', ...view, ...ids, state: stateOf(view, typed) };
}

function changed(payload: unknown, at: number, change: Change): unknown {
  const places = placesIn(payload);
  return replaced(payload, places[at % places.length] ?? [], change);
}

function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || place.length > 12) return [place];
  return [place, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...place, name]))];
}

function replaced(value: unknown, [name, ...rest]: Place, change: Change): unknown {
  if (name === undefined) {
    if (change.kind === 'replace') return change.value;
    if (change.kind === 'remove' || typeof value !== 'object' || value === null) return undefined;
    // Spread would set the prototype in place of a name.
    return JSON.parse(JSON.stringify(value).replace(/[}\]]$/, (end) => added(value, change, end)));
  }
  const entries = Object.entries(value as Json).map(([key, one]): [string, unknown] => [
    key,
    key === name ? replaced(one, rest, change) : one,
  ]);
  const kept = entries.filter(([, one]) => one !== undefined);
  return Array.isArray(value) ? kept.map(([, one]) => one) : Object.fromEntries(kept);
}

function added(value: object, { name, value: more }: Extract<Change, { kind: 'add' }>, end: string): string {
  const comma = Object.keys(value).length === 0 ? '' : ',';
  const text = JSON.stringify(more);
  return end === ']' ? `${comma}${text}]` : `${comma}${JSON.stringify(name)}:${text}}`;
}

function nested(depth: number): unknown {
  return JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
}
