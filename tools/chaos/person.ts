import { createHmac } from 'node:crypto';
import type { Block, Slack, View } from './upstreams/slack.ts';
import { until } from './wait.ts';

/** An answer of the bot to a signed request; undefined when none came. */
export interface KaleyraResponse {
  readonly status: number;
  readonly body: string;
}

/** What a person is about to confirm: the review view that Slack shows. */
export interface Confirmation {
  readonly viewId: string;
  readonly view: View;
}

interface Needs {
  readonly signingSecret: string;
  readonly slack: Slack;
  readonly userId?: string;
  /** Slack's clock; a bot whose clock is far from it believes no signature. */
  readonly now: () => number;
}

interface Press {
  readonly blockId?: string;
  readonly triggerId?: string;
  /** Where the bot replies to the person alone. */
  readonly responseUrl?: string;
  /** Where the message stands. */
  readonly channelId?: string;
}

/** What Slack heard: that it was taken, that it was not, or nothing in time. */
export type Pressed = 'taken' | 'refused' | 'nothing';

export const SLACK_WAITS_MS = 3_000;
const NOWHERE = 'http://127.0.0.1:9/none';
/** Where everything is sent from. */
export const CHANNEL = 'C0CHAOS';
const SENDS_NOTES = 'U1';
const NOTE = 'chaos_note';

/**
 * Posts a form as Slack does; `secret` undefined leaves the signature out.
 *
 * @param waitMs how long the response is waited for; as long as Slack waits when not given
 */
export async function postAsSlack(
  port: number,
  secret: string | undefined,
  fields: Readonly<Record<string, string>>,
  { now = Date.now(), waitMs = SLACK_WAITS_MS }: { readonly now?: number; readonly waitMs?: number } = {},
): Promise<KaleyraResponse | undefined> {
  const body = new URLSearchParams(fields).toString();
  const time = String(Math.floor(now / 1000));
  const signature =
    secret === undefined ? undefined : `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': time,
        ...(signature === undefined ? {} : { 'x-slack-signature': signature }),
      },
      signal: AbortSignal.timeout(waitMs),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

/** A person who runs the command, reads the review and presses buttons, over signed requests. */
export function createPerson({ signingSecret, slack, now, userId = SENDS_NOTES }: Needs) {
  const post = (port: number, fields: Readonly<Record<string, string>>) =>
    postAsSlack(port, signingSecret, fields, { now: now() });
  let trigger = 0;
  let known: View | undefined;

  /** The command, the form and "Review"; undefined when the process died on the way. */
  async function review(
    port: number,
    note: string,
    numbers: readonly string[],
    template = NOTE,
  ): Promise<Confirmation | undefined> {
    const triggerId = `trigger-${++trigger}-${note}`;
    const acked = await command(port, triggerId, `${template} ${numbers.join(' ')}`);
    if (acked?.status !== 200) return undefined;
    const form = await until('the form', () => slack.openedFor(triggerId), SLACK_WAITS_MS).catch(() => undefined);
    if (form === undefined) return undefined;
    known ??= form;
    return submitForm(port, triggerId, form, note, numbers);
  }

  function command(port: number, triggerId: string, text: string) {
    return post(port, { ...commandOf(triggerId, []), user_id: userId, text });
  }

  function submit(port: number, viewId: string, view: View, values: ViewState) {
    return post(port, submissionWith(userId, viewId, view, values));
  }

  async function submitForm(
    port: number,
    triggerId: string,
    form: View,
    note: string,
    numbers: readonly string[],
  ): Promise<Confirmation | undefined> {
    const answer = await submit(port, `V-${triggerId}`, form, filledIn(form, note, numbers));
    const { response_action: action, view } = readJson(answer);
    return action === 'push' && view !== undefined ? { viewId: `VR-${triggerId}`, view } : undefined;
  }

  return {
    userId,
    /** Runs the command with this text behind it. */
    command,
    /** Submits a view. @param values its state, by block and action */
    submit,
    review,
    /** The same from a form that is open already: for thousands of them. */
    reviewAgain(port: number, note: string, numbers: readonly string[]): Promise<Confirmation | undefined> {
      if (known === undefined) return review(port, note, numbers);
      return submitForm(port, `again-${++trigger}-${note}`, known, note, numbers);
    },
    /** Presses the button under a message. @param press what Slack sends beside the button and its value */
    async press(port: number, actionId: string, value: string, press: Press = {}): Promise<boolean> {
      const { blockId = 'b', triggerId = `press-${value}`, responseUrl = NOWHERE, channelId } = press;
      const payload = {
        ...whoIs(userId),
        ...(channelId !== undefined && { channel: { id: channelId } }),
        type: 'block_actions',
        trigger_id: triggerId,
        actions: [{ type: 'button', action_id: actionId, block_id: blockId, value }],
        response_url: responseUrl,
      };
      const answer = await post(port, { payload: JSON.stringify(payload) });
      return answer?.status === 200;
    },
    /** Presses "Send". */
    async confirm(port: number, { viewId, view }: Confirmation): Promise<Pressed> {
      const answer = await submit(port, viewId, view, stateOf(view.blocks, {}));
      if (answer?.status !== 200) return 'nothing';
      return readJson(answer).response_action === 'clear' ? 'taken' : 'refused';
    },
  };
}
export type Person = ReturnType<typeof createPerson>;

export function commandOf(triggerId: string, numbers: readonly string[]): Record<string, string> {
  return {
    command: '/whatsapp-send',
    text: `${NOTE} ${numbers.join(' ')}`,
    channel_id: CHANNEL,
    channel_name: 'chaos',
    team_id: 'T1',
    user_id: SENDS_NOTES,
    trigger_id: triggerId,
    response_url: NOWHERE,
  };
}

/** The form or the review as Slack submits it, with what was typed into it. */
export function submissionOf(
  viewId: string,
  view: View,
  note: string,
  numbers: readonly string[],
): { readonly payload: string } {
  return submissionWith(SENDS_NOTES, viewId, view, filledIn(view, note, numbers));
}

function filledIn({ blocks }: View, note: string, numbers: readonly string[]): ViewState {
  return stateOf(blocks, { param_1: note, recipients: numbers.join(' ') });
}

/** @param values the view's state, by block and action */
function submissionWith(userId: string, viewId: string, view: View, values: ViewState): { readonly payload: string } {
  const submitted = { ...view, id: viewId, hash: '1', state: { values } };
  return { payload: JSON.stringify({ ...whoIs(userId), type: 'view_submission', view: submitted }) };
}

function whoIs(userId: string) {
  return { team: { id: 'T1', domain: 'acme' }, user: { id: userId, name: 'asha', team_id: 'T1' } };
}

type ViewState = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What stands in the form: what the bot put there, and what was typed. */
export function stateOf(blocks: readonly Block[], typed: Readonly<Record<string, string>>): ViewState {
  const inputs = blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map((block) => {
      const element = block['element'] as Readonly<Record<string, string | object | undefined>>;
      const actionId = String(element['action_id']);
      return [
        String(block['block_id']),
        {
          [actionId]: {
            type: element['type'],
            value: typed[actionId] ?? element['initial_value'] ?? null,
            selected_option: element['initial_option'] ?? null,
            selected_conversation: element['initial_conversation'] ?? null,
          },
        },
      ];
    }),
  );
}

/** What the bot answered to a submission; empty when that is no JSON. */
export function readJson(answer: KaleyraResponse | undefined): {
  readonly response_action?: string;
  readonly view?: View;
} {
  try {
    return JSON.parse(answer?.body ?? '{}');
  } catch {
    return {};
  }
}
