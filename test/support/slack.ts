import type { App, Receiver } from '@slack/bolt';
import type { Checkboxes, InputBlock, KnownBlock, ModalView } from '@slack/types';
import { checkView, problemLine } from '../../sandbox/slack/validate/check.ts';
import type { Template } from '../../src/core/template/template.ts';
import type { Log } from '../../src/flow/ports/log.ts';
import { type AuthTest, createInstalled } from '../../src/slack/access/installed.ts';
import { createBoltLogger } from '../../src/slack/client/bolt-logger.ts';
import { interactiveClientOptions } from '../../src/slack/client/interactive-client.ts';
import { createBoltApp } from '../../src/slack/connection/bolt-app.ts';
import type { SlackNeeds } from '../../src/slack/listeners/register.ts';

export interface LogLine {
  readonly level: string;
  readonly data: object;
  readonly message: string;
}

/** A log that remembers. */
export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (data: object, message: string) => void lines.push({ level, data, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

interface SelectedOption {
  readonly value: string;
  readonly text: { readonly type: 'plain_text'; text: string };
}

interface InputState {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: SelectedOption | null;
  readonly selected_options?: SelectedOption[];
  readonly selected_conversation?: string | null;
  readonly selected_date_time?: number | null;
  readonly files?: [];
}

/** What only one person saw. */
interface EphemeralMessage {
  readonly url: string;
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

type State = Record<string, Record<string, InputState>>;

/** What Slack says a view holds: its initial values, and over them what was typed, by `action_id`. */
export function stateOf(view: ModalView, typed: Readonly<Record<string, string>> = {}): { readonly values: State } {
  const values: State = {};
  for (const block of inputsOf(view)) {
    const { element } = block;
    const actionId = 'action_id' in element && element.action_id !== undefined ? element.action_id : '';
    values[block.block_id ?? ''] = { [actionId]: inputState(element, typed[actionId]) };
  }
  for (const block of view.blocks) {
    if (block.type !== 'actions' || !('elements' in block)) continue;
    for (const element of block.elements) {
      if (element.type !== 'checkboxes') continue;
      const { action_id: actionId = '', options } = element;
      const ticked = options.flatMap(({ value = '' }) =>
        typed[actionId]?.split(' ').includes(value) ? [optionOf(value)] : [],
      );
      values[block.block_id ?? ''] = { [actionId]: { type: element.type, selected_options: ticked } };
    }
  }
  return { values };
}

export function inputsOf(view: ModalView): InputBlock[] {
  return view.blocks.filter((block): block is InputBlock => block.type === 'input');
}

export function inputFor(view: ModalView, actionId: string): InputBlock | undefined {
  return inputsOf(view).find(({ element }) => 'action_id' in element && element.action_id === actionId);
}

function optionOf(value: string): SelectedOption {
  return { value, text: { type: 'plain_text', text: value } };
}

function ticked({ initial_options = [] }: Checkboxes): SelectedOption[] {
  return initial_options.map(({ value = '' }) => optionOf(value));
}

function inputState(element: InputBlock['element'], typed: string | undefined): InputState {
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: typed ?? element.initial_value ?? null };
    case 'conversations_select':
      return { type: element.type, selected_conversation: typed ?? element.initial_conversation ?? null };
    case 'external_select':
    case 'radio_buttons':
    case 'static_select': {
      const value = typed ?? element.initial_option?.value;
      return { type: element.type, selected_option: value === undefined ? null : optionOf(value) };
    }
    case 'checkboxes':
      return { type: element.type, selected_options: typed === undefined ? ticked(element) : [optionOf(typed)] };
    case 'file_input':
      return { type: element.type, files: [] };
    case 'datetimepicker':
      return {
        type: element.type,
        selected_date_time: typed === undefined ? (element.initial_date_time ?? null) : Number(typed),
      };
    default:
      throw new Error(`no state for ${element.type}`);
  }
}

interface ApiCall {
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
}

const DISCONNECTED = 'disconnected';

export interface SlackSetting {
  /** What Slack says of the bot token; undefined when it has not answered. */
  readonly authTest?: AuthTest | undefined;
  /** The organisation's workspaces; what is not set is not listed. */
  readonly orgTeamIds?: readonly string[];
  /** What `users.info` answers, by user; everybody else is a member. */
  readonly users?: Readonly<Record<string, object>>;
  /** What `conversations.info` says of every channel; the bot is in it unless this says otherwise. */
  readonly channel?: object;
  /** What the bot token may do, as Slack says it with every response. */
  readonly scopes?: string;
}

/** Where the app is installed, as a listener's tests want it known. */
export async function installedIn(authTest: AuthTest = { team_id: 'T1' }, orgTeamIds?: readonly string[]) {
  const installed = createInstalled({ log: memoryLog() });
  await installed.learn(authTest, async () => ({ ok: true, teams: orgTeamIds?.map((id) => ({ id })) ?? [] }));
  return installed;
}

/** Slack at Bolt's own seam: a receiver that takes events, and a `fetch` that answers for the Web API. */
export async function startSlack(needs: SlackNeeds, setting: SlackSetting = {}) {
  const log = memoryLog();
  const isKnown = !('authTest' in setting) || setting.authTest !== undefined;
  const installed = isKnown ? await installedIn(setting.authTest, setting.orgTeamIds) : createInstalled({ log });
  const calls: ApiCall[] = [];
  const acks: unknown[] = [];
  const ephemeral: EphemeralMessage[] = [];
  const stack: { readonly id: string; readonly view: ModalView }[] = [];
  const failures = new Map<string, string>();
  let viewCount = 0;
  let app: App | undefined;

  const receiver: Receiver = {
    init: (started) => {
      app = started;
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  const push = (view: ModalView) => stack.push({ id: `V${++viewCount}`, view: accepted(view) });
  const replaceTop = (view: ModalView) => {
    const top = stack.pop();
    if (top !== undefined) stack.push({ id: top.id, view: accepted(view) });
  };

  const bolt = createBoltApp({
    botToken: 'xoxb-test',
    receiver,
    clientOptions: { ...interactiveClientOptions('https://slack.test/api/'), fetch: answerFetch },
    installed,
    log,
    logger: createBoltLogger(log),
    needs,
  });

  async function answerFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = String(input instanceof Request ? input.url : input);
    if (!url.startsWith('https://slack.test/api/')) {
      ephemeral.push(ephemeralOf(url, String(init?.body)));
      return new Response('ok');
    }
    const method = url.slice('https://slack.test/api/'.length);
    const fields = Object.fromEntries(new URLSearchParams(String(init?.body ?? '')));
    calls.push({ method, fields });
    if (failures.has(method)) return failed(failures.get(method));
    const view = JSON.parse(fields['view'] ?? 'null') as ModalView;
    if (method === 'views.open' || method === 'views.push') push(view);
    if (method === 'views.update') replaceTop(view);
    const channel = setting.channel ?? { is_member: true };
    const headers = { 'x-oauth-scopes': setting.scopes ?? 'commands,chat:write' };
    return Response.json({ ok: true, view: { id: stack.at(-1)?.id }, user: userOf(fields), channel }, { headers });
  }

  /** A member unless the test says more; only `users.info` asks. */
  const userOf = ({ user = '' }: Readonly<Record<string, string>>) => setting.users?.[user] ?? { is_restricted: false };

  /** Delivers one event, waits until its listeners are done, and gives what was acked. */
  async function deliver(body: object): Promise<unknown[]> {
    const own: unknown[] = [];
    const ack = async (answer: unknown) => {
      acks.push(answer);
      own.push(answer);
    };
    await app?.processEvent({ body, ack });
    return own;
  }

  const person = { team: { id: 'T1', domain: 'acme' }, user: { id: 'U1', name: 'asha', team_id: 'T1' } };

  function shown(typed: Readonly<Record<string, string>>) {
    const top = stack.at(-1);
    if (top === undefined) throw new Error('no view is open');
    return {
      ...top.view,
      id: top.id,
      state: stateOf(top.view, typed),
      blocks: top.view.blocks,
      submit: top.view.submit ?? null,
      close: top.view.close ?? null,
      hash: '1',
    };
  }

  return {
    log,
    calls,
    /** Every answer given so far. */
    acks,
    /** What only the person saw, through the command's `response_url`. */
    ephemeral,
    drain: bolt.drain,
    deliver,
    /** Slack says now where the app is installed. */
    learn: (authTest: AuthTest) => installed.learn(authTest, async () => ({ ok: true })),
    /** Submits a view that is not on the stack. */
    submitRaw: (callbackId: string) =>
      deliver({ ...person, type: 'view_submission', view: { id: 'V0', callback_id: callbackId, blocks: [] } }),
    /** The view on top of the person's modal. */
    get view(): ModalView {
      const top = stack.at(-1);
      if (top === undefined) throw new Error('no view is open');
      return top.view;
    },
    get depth(): number {
      return stack.length;
    },
    /** From now on this method of the Web API answers with this error. */
    fail(method: string, error: string): void {
      failures.set(method, error);
    },
    /** From now on this method cannot be reached. */
    disconnect(method: string): void {
      failures.set(method, DISCONNECTED);
    },
    command(text: string, channelId = 'C1'): Promise<unknown[]> {
      const [command = '', ...words] = text.split(' ');
      return deliver({
        command,
        text: words.join(' '),
        channel_id: channelId,
        channel_name: 'support',
        team_id: 'T1',
        user_id: 'U1',
        trigger_id: 'trigger-1',
        response_url: 'https://hooks.slack.test/commands/1',
      });
    },
    /** Types into the picker and gives the options that come back. */
    search(query: string): Promise<unknown[]> {
      return deliver({
        ...person,
        type: 'block_suggestion',
        action_id: 'template',
        block_id: 'template',
        value: query,
      });
    },
    /** Chooses a template by its option value, with the other inputs as typed. */
    choose(value: string, typed: Readonly<Record<string, string>> = {}): Promise<unknown[]> {
      const option = { value, text: { type: 'plain_text', text: value } };
      return deliver({
        ...person,
        type: 'block_actions',
        trigger_id: 'trigger-2',
        view: shown({ ...typed, template: value }),
        actions: [{ type: 'external_select', action_id: 'template', block_id: 'template', selected_option: option }],
      });
    },
    /** Presses the view's button, and does with the modal what the answer says. */
    async submit(typed: Readonly<Record<string, string>> = {}, more: object = {}): Promise<unknown[]> {
      const answers = await deliver({ ...person, type: 'view_submission', view: shown(typed), ...more });
      const answer = answers[0] as { response_action?: string; view: ModalView } | undefined;
      if (answer?.response_action === 'push') push(answer.view);
      if (answer?.response_action === 'update') replaceTop(answer.view);
      if (answer?.response_action === 'clear') stack.length = 0;
      return answers;
    },
    /** The view on top with what was typed into it, as Slack sends it. */
    snapshot: (typed: Readonly<Record<string, string>>) => shown(typed),
    /** Closes the view on top; Slack tells what was typed, or nothing of it. */
    close(typed: Readonly<Record<string, string>>): Promise<unknown[]> {
      const view = shown(typed);
      stack.pop();
      const state = Object.keys(typed).length === 0 ? { values: {} } : view.state;
      return deliver({ ...person, type: 'view_closed', is_cleared: false, view: { ...view, state } });
    },
    /** Slack tells that this view was closed. */
    closeRaw: (view: object) => deliver({ ...person, type: 'view_closed', is_cleared: true, view }),
    /** Presses a button of a message in a channel, by what it sends back; `teamId` is the person's own workspace. */
    press(actionId: string, value: string, where: { channelId?: string; teamId?: string; userId?: string } = {}) {
      const { channelId = 'C1', teamId = 'T1', userId = 'U1' } = where;
      return deliver({
        type: 'block_actions',
        team: person.team,
        user: { id: userId, name: 'asha', team_id: teamId },
        trigger_id: 'trigger-3',
        container: { type: 'message', channel_id: channelId, message_ts: '1.1' },
        channel: { id: channelId, name: 'support' },
        response_url: 'https://hooks.slack.test/actions/1',
        actions: [{ type: 'button', action_id: actionId, block_id: 'next_steps', value }],
      });
    },
    /** Presses a button of the view on top, or chooses among its radio buttons. */
    pressInView(actionId: string, value: string, typed: Readonly<Record<string, string>> = {}) {
      const action = typed[actionId] === undefined ? { type: 'button', value } : { type: 'radio_buttons' };
      const option = { value, text: { type: 'plain_text', text: value } };
      return deliver({
        ...person,
        type: 'block_actions',
        trigger_id: 'trigger-4',
        view: shown(typed),
        actions: [{ ...action, selected_option: option, action_id: actionId, block_id: actionId }],
      });
    },
    /** Chooses an option of a select of the view on top. */
    choosesInView(actionId: string, value: string) {
      const chosen = {
        type: 'static_select',
        action_id: actionId,
        block_id: actionId,
        selected_option: optionOf(value),
      };
      return deliver({
        ...person,
        type: 'block_actions',
        trigger_id: 'trigger-5',
        view: shown({}),
        actions: [chosen],
      });
    },
    back(): void {
      stack.pop();
    },
  };
}

function ephemeralOf(url: string, body: string): EphemeralMessage {
  const { text, blocks } = JSON.parse(body) as Omit<EphemeralMessage, 'url'>;
  return { url, text, ...(blocks === undefined ? {} : { blocks }) };
}

/** An error of Slack's own, or a connection that breaks. */
function failed(error: string | undefined): Response {
  if (error === DISCONNECTED) throw new TypeError('fetch failed');
  return Response.json({ ok: false, error });
}

/** Fails the test for a view that Slack would refuse. */
export function accepted(view: ModalView): ModalView {
  const problems = checkView(view).map(problemLine);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return view;
}

/** Every text in a tree of blocks, in order. */
export function textsIn(blocks: readonly KnownBlock[] | ModalView['blocks']): string {
  const texts: string[] = [];
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('');
}

/** A template with what a test leaves out filled in. */
export function templateOf(template: Partial<Template> & Pick<Template, 'name'>): Template {
  return {
    language: 'en',
    category: 'UTILITY',
    status: 'APPROVED',
    header: undefined,
    body: { text: 'Hello', parameters: [] },
    footer: undefined,
    buttons: [],
    ...template,
  };
}
