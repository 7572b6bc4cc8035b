import type { ChatMessage, SandboxEvent, SandboxState } from '../../protocol.ts';

/** The sandbox after one change. What did not change keeps its identity, so that the page draws only what did. */
export function applyEvent(
  state: SandboxState,
  event: Exclude<SandboxEvent, { type: 'state' | 'notice' }>,
): SandboxState {
  switch (event.type) {
    case 'message':
      return { ...state, messages: withMessage(state.messages, event.message) };
    case 'message_deleted':
      return { ...state, messages: state.messages.filter((message) => !isSame(message, event)) };
    case 'stack':
      return { ...state, stacks: replaced(state.stacks, event.stack, (stack) => stack.memberId) };
    case 'home':
      return { ...state, homes: replaced(state.homes, event.home, (home) => home.memberId) };
    case 'phone':
      return { ...state, phones: replaced(state.phones, event.phone, (phone) => phone.number) };
    case 'exchange':
      return { ...state, exchanges: replaced(state.exchanges, event.exchange, (exchange) => exchange.id) };
    case 'callback':
      return { ...state, callbacks: replaced(state.callbacks, event.callback, (callback) => callback.id) };
    case 'faults':
      return { ...state, faults: event.faults };
    case 'bots':
      return { ...state, bots: event.bots };
    case 'templates':
      return { ...state, templates: event.templates };
  }
}

type MessageKey = Pick<ChatMessage, 'channelId' | 'ts'>;

function isSame(one: MessageKey, other: MessageKey): boolean {
  return one.channelId === other.channelId && one.ts === other.ts;
}

/** An edit keeps its place; a new message goes where its time puts it, which is nearly always the end. */
function withMessage(messages: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const at = messages.findLastIndex((other) => isSame(other, message));
  if (at >= 0) return messages.with(at, message);
  const after = messages.findLastIndex((other) => other.ts <= message.ts);
  return messages.toSpliced(after + 1, 0, message);
}

function replaced<Item>(items: readonly Item[], item: Item, key: (item: Item) => string): readonly Item[] {
  const at = items.findLastIndex((other) => key(other) === key(item));
  return at < 0 ? [...items, item] : items.with(at, item);
}
