import type { Block, ChatMessage, InputState, Option, View, ViewState } from '../../sandbox/protocol.ts';
import type { SandboxRequests } from '../../sandbox/requests.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** What fills the sandbox's `booking_confirm`, by the labels of its fields. */
export const BOOKING_VALUES = {
  "Customer's first name": 'Asha',
  'Booking number': 'BK-77',
  'Ending of the “View': 'a',
  'Ending of the “See': 'b',
};

/** A member of the sandbox's workspace who types, fills in and presses, by what stands on the screen. */
export interface Person {
  types(text: string): Promise<void>;
  /** The modal on top, or undefined. */
  view(): View | undefined;
  /** Text for the inputs with these labels; a label may be given by its beginning. */
  fills(values: Readonly<Record<string, string>>): void;
  /** Ticks the only box of a choice, by its label. */
  ticks(label: string): void;
  /** Chooses a file of this name. */
  attaches(label: string, name: string, content: string | Uint8Array): Promise<void>;
  /** Takes the option of a choice whose text begins so; nobody hears of it before the modal is submitted. */
  selects(label: string, option: string): void;
  /** Chooses a template in a picker that tells nobody. */
  selectsTemplate(templateKey: string): Promise<void>;
  /** Picks a time, in seconds since 1970. */
  picksTime(label: string, seconds: number): void;
  chooses(templateKey: string): Promise<void>;
  /** Takes the option of a choice whose text begins so, by the choice's label; it is heard at once. */
  picks(label: string, option: string): Promise<void>;
  /** What the picker offers when this is typed into it. */
  looksUp(query: string): Promise<SandboxRequests['options']['answer']>;
  /** Presses a button of the modal on top, by its `action_id`. */
  pressesInView(actionId: string): Promise<void>;
  /** Submits the modal on top. @returns what stands under the inputs, by label; empty when it was taken. */
  submits(): Promise<Readonly<Record<string, string>>>;
  /** Closes the modal on top; the one below is seen again. */
  closes(): Promise<void>;
  /** Presses a button of a message, by what stands on it. */
  presses(message: ChatMessage, label: string): Promise<void>;
  /** The bot's messages in this person's channel, oldest first; those in threads are not among them. */
  cards(): readonly ChatMessage[];
  /** The bot's messages in threads of this person's channel, oldest first. */
  replies(): readonly ChatMessage[];
  /** What the bot wrote to this person alone, oldest first. */
  directMessages(): readonly ChatMessage[];
}

interface Input {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly element: Readonly<Record<string, unknown>>;
}

export function createPerson(sandbox: Sandbox, memberId: string, channelId: string): Person {
  const typed = new Map<string, InputState>();

  async function ask<Name extends keyof SandboxRequests>(
    name: Name,
    body: SandboxRequests[Name]['body'],
  ): Promise<SandboxRequests[Name]['answer']> {
    const response = await fetch(`${sandbox.url}/sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${name}`);
    return (await response.json()) as SandboxRequests[Name]['answer'];
  }

  const view = () =>
    sandbox
      .state()
      .stacks.find((stack) => stack.memberId === memberId)
      ?.views.at(-1);

  function topView(): View {
    const top = view();
    if (top === undefined) throw new Error('no modal is open');
    return top;
  }

  function inputNamed(label: string): Input {
    const found = inputsOf(topView()).find((input) => input.label.startsWith(label));
    if (found === undefined) throw new Error(`no input is labelled ${label}`);
    return found;
  }

  /** What was typed belongs to one view: the next one starts empty. */
  function keyOf({ blockId, actionId }: Pick<Input, 'blockId' | 'actionId'>): string {
    return [topView().id, blockId, actionId].join(' ');
  }

  function stateNow(): ViewState {
    const state: Record<string, Record<string, InputState>> = {};
    for (const input of inputsOf(topView())) {
      const held = typed.get(keyOf(input)) ?? initialState(input.element);
      state[input.blockId] = { ...state[input.blockId], [input.actionId]: held };
    }
    return state;
  }

  async function offered(templateKey: string): Promise<Option> {
    const { blockId, actionId } = inputNamed('Template');
    const [query = ''] = templateKey.split(':');
    const viewId = topView().id;
    const { options = [], groups = [] } = await ask('options', { memberId, viewId, blockId, actionId, query });
    const all = [...options, ...groups.flatMap((group) => group.options)];
    const option = all.find(({ value }) => value === templateKey);
    if (option === undefined) throw new Error(`${templateKey} is not offered`);
    return option;
  }

  const botMessages = () => sandbox.state().messages.filter((one) => one.author === 'bot');

  return {
    async types(text) {
      await ask('type', { memberId, channelId, text });
    },
    view,
    fills(values) {
      for (const [label, value] of Object.entries(values)) {
        const { blockId, actionId, element } = inputNamed(label);
        typed.set(keyOf({ blockId, actionId }), { type: String(element['type']), value });
      }
    },
    ticks(label) {
      const { blockId, actionId, element } = inputNamed(label);
      const { options } = element as { options?: Option[] };
      typed.set(keyOf({ blockId, actionId }), { type: String(element['type']), selected_options: options ?? [] });
    },
    selects(label, text) {
      const { blockId, actionId, element } = inputNamed(label);
      const { options = [] } = element as { options?: Option[] };
      const option = options.find((one) => one.text.text.startsWith(text));
      if (option === undefined) throw new Error(`${label} has no option ${text}`);
      typed.set(keyOf({ blockId, actionId }), { type: String(element['type']), selected_option: option });
    },
    async selectsTemplate(templateKey) {
      const { blockId, actionId } = inputNamed('Template');
      const option = await offered(templateKey);
      typed.set(keyOf({ blockId, actionId }), { type: 'external_select', selected_option: option });
    },
    async attaches(label, name, content) {
      const { blockId, actionId } = inputNamed(label);
      const base64 = Buffer.from(content).toString('base64');
      const { file } = await ask('upload', { memberId, name, base64 });
      if (file === undefined) throw new Error(`${name} was not taken`);
      typed.set(keyOf({ blockId, actionId }), { type: 'file_input', files: [file] });
    },
    picksTime(label, seconds) {
      const { blockId, actionId } = inputNamed(label);
      typed.set(keyOf({ blockId, actionId }), { type: 'datetimepicker', selected_date_time: seconds });
    },
    async looksUp(query) {
      const { blockId, actionId } = inputNamed('Template');
      return ask('options', { memberId, viewId: topView().id, blockId, actionId, query });
    },
    async pressesInView(actionId) {
      const { blocks, id } = topView();
      const block = blocks.find((one) => JSON.stringify(one).includes(`"${actionId}"`));
      if (block === undefined) throw new Error(`no button is called ${actionId}`);
      const element = { type: 'button', action_id: actionId };
      const blockId = String(block['block_id']);
      await ask('action', { memberId, container: { viewId: id }, blockId, actionId, element, state: stateNow() });
    },
    async chooses(templateKey) {
      const { blockId, actionId } = inputNamed('Template');
      const { id } = topView();
      const option = await offered(templateKey);
      const chosen = { type: 'external_select', selected_option: option };
      typed.set(keyOf({ blockId, actionId }), chosen);
      await ask('action', {
        memberId,
        container: { viewId: id },
        blockId,
        actionId,
        element: chosen,
        state: stateNow(),
      });
    },
    async picks(label, text) {
      const { blockId, actionId, element } = inputNamed(label);
      const { options = [] } = element as { options?: Option[] };
      const option = options.find((one) => one.text.text.startsWith(text));
      if (option === undefined) throw new Error(`${label} has no option ${text}`);
      const chosen = { type: String(element['type']), selected_option: option };
      typed.set(keyOf({ blockId, actionId }), chosen);
      const container = { viewId: topView().id };
      await ask('action', { memberId, container, blockId, actionId, element: chosen, state: stateNow() });
    },
    async submits() {
      const top = topView();
      const { errors = {}, problem } = await ask('submit', { memberId, viewId: top.id, state: stateNow() });
      if (problem !== undefined) throw new Error(problem);
      const labels = new Map(inputsOf(top).map(({ blockId, label }) => [blockId, label]));
      return Object.fromEntries(
        Object.entries(errors).map(([blockId, text]) => [labels.get(blockId) ?? blockId, text]),
      );
    },
    async closes() {
      await ask('close', { memberId, viewId: topView().id, all: false });
    },
    async presses(message, label) {
      const button = buttonsOf(message).find(({ element }) => JSON.stringify(element['text']).includes(`"${label}"`));
      if (button === undefined) throw new Error(`no button says ${label}`);
      const { blockId, actionId, element } = button;
      const { channelId: place, ts } = message;
      await ask('action', { memberId, container: { channelId: place, ts }, blockId, actionId, element });
    },
    cards: () => botMessages().filter((one) => one.channelId === channelId && one.threadTs === undefined),
    replies: () => botMessages().filter((one) => one.channelId === channelId && one.threadTs !== undefined),
    directMessages() {
      const { channels } = sandbox.state();
      const own = channels.filter(({ id, memberIds }) => id.startsWith('D') && memberIds.includes(memberId));
      return botMessages().filter((one) => own.some(({ id }) => id === one.channelId));
    },
  };
}

/** The owner of a phone writes, taps the first button, or sends a photo. */
export async function takesPhone(
  { url }: Sandbox,
  number: string,
  act: 'write' | 'tap' | 'photo',
  text?: string,
): Promise<void> {
  await fetch(`${url}/sandbox/phone`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ number, do: act, ...(text !== undefined && { text }) }),
  });
}

function inputsOf(view: View): Input[] {
  return view.blocks.filter((block) => block.type === 'input').map(readInput);
}

interface Button extends Pick<Input, 'blockId' | 'actionId'> {
  readonly element: Readonly<Record<string, unknown>>;
}

function buttonsOf({ blocks }: ChatMessage): Button[] {
  return blocks.flatMap((block) => {
    const { elements, block_id: blockId } = block as Block & { elements?: unknown; block_id?: string };
    if (block.type !== 'actions' || !Array.isArray(elements)) return [];
    return (elements as Record<string, unknown>[]).map((element) => ({
      blockId: blockId ?? '',
      actionId: String(element['action_id']),
      element,
    }));
  });
}

function readInput(block: Block): Input {
  const { block_id, label, element } = block as Block & {
    block_id: string;
    label: { text: string };
    element: Record<string, unknown>;
  };
  return { blockId: block_id, actionId: String(element['action_id']), label: label.text, element };
}

function initialState(element: Readonly<Record<string, unknown>>): InputState {
  const type = String(element['type']);
  if ('initial_option' in element) return { type, selected_option: element['initial_option'] as never };
  if ('initial_options' in element) return { type, selected_options: element['initial_options'] as never };
  if ('initial_date_time' in element) return { type, selected_date_time: element['initial_date_time'] as never };
  if ('initial_conversation' in element)
    return { type, selected_conversation: String(element['initial_conversation']) };
  return { type, value: (element['initial_value'] as string | undefined) ?? null };
}
