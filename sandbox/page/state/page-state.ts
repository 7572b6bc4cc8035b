import type { ChatMessage, SandboxEvent, SandboxState } from '../../protocol.ts';
import { flattenMrkdwn } from '../text/mrkdwn.ts';
import { applyEvent } from './apply-event.ts';
import { changeForm, type FormAction, type Forms, reconcileForms } from './forms.ts';

/** Something to tell a person that belongs to no message. */
export interface Notice {
  readonly id: number;
  /** Undefined when it is for the person at the page. */
  readonly memberId: string | undefined;
  readonly text: string;
}

export interface PageState {
  /** Undefined until the first connection. */
  readonly sandbox: SandboxState | undefined;
  readonly isLive: boolean;
  readonly forms: Forms;
  readonly notices: readonly Notice[];
  readonly nextNotice: number;
  /** The conversation in view: where modals are opened from. */
  readonly channelId: string;
  readonly memberId: string;
}

export type PageAction =
  | FormAction
  | { type: 'event'; event: SandboxEvent }
  | { type: 'connection'; isLive: boolean }
  | { type: 'channel'; channelId: string }
  | { type: 'member'; memberId: string }
  | { type: 'notice'; memberId: string | undefined; text: string }
  | { type: 'dismissed'; id: number };

export const EMPTY_PAGE: PageState = {
  sandbox: undefined,
  isLive: false,
  forms: new Map(),
  notices: [],
  nextNotice: 1,
  channelId: '',
  memberId: '',
};

export function changePage(page: PageState, action: PageAction): PageState {
  switch (action.type) {
    case 'event':
      return received(page, action.event);
    case 'connection':
      return { ...page, isLive: action.isLive };
    case 'channel':
      return { ...page, channelId: action.channelId };
    case 'member':
      return actingAs(page, action.memberId);
    case 'notice':
      return noticed(page, action);
    case 'dismissed':
      return { ...page, notices: page.notices.filter(({ id }) => id !== action.id) };
    case 'typed':
    case 'submitting':
    case 'answered':
    case 'refused':
      return { ...page, forms: changeForm(page.forms, action) };
  }
}

function received(page: PageState, event: SandboxEvent): PageState {
  if (event.type === 'notice') return noticed(page, event);
  if (event.type === 'state') return begun({ ...page, sandbox: event.state });
  if (page.sandbox === undefined) return page;
  const sandbox = applyEvent(page.sandbox, event);
  if (event.type === 'message') return announced({ ...page, sandbox }, page.sandbox, event.message);
  if (event.type !== 'stack') return { ...page, sandbox };
  return { ...page, sandbox, forms: reconcileForms(page.forms, sandbox.stacks, page.channelId) };
}

/** A whole new state: whoever and whatever was in view stays in view when it is still there. */
function begun(page: PageState): PageState {
  const { members = [], stacks = [] } = page.sandbox ?? {};
  const member = members.find(({ id }) => id === page.memberId) ?? members[0];
  const settled = actingAs(page, member?.id ?? '');
  return { ...settled, forms: reconcileForms(page.forms, stacks, settled.channelId) };
}

/** Shows a conversation that this member sees: the current one where possible. */
function actingAs(page: PageState, memberId: string): PageState {
  const seen = page.sandbox?.channels.filter(({ memberIds }) => memberIds.includes(memberId)) ?? [];
  const channel = seen.find(({ id }) => id === page.channelId) ?? seen[0];
  return { ...page, memberId, channelId: channel?.id ?? '' };
}

/** A new message in a conversation that is not in view is announced by its text, as a notification would. */
function announced(page: PageState, before: SandboxState, message: ChatMessage): PageState {
  const { channelId, ts, author, ephemeralFor = page.memberId } = message;
  const channel = before.channels.find(({ id }) => id === channelId);
  const isForMe = ephemeralFor === page.memberId && channel?.memberIds.includes(page.memberId) === true;
  const isKnown = before.messages.some((other) => other.channelId === channelId && other.ts === ts);
  if (!isForMe || isKnown || channelId === page.channelId || author === page.memberId) return page;
  const nameOf = (userId: string) => before.members.find(({ id }) => id === userId)?.name;
  const name = nameOf(author) ?? before.botName;
  const where = channel.kind === 'dm' ? 'to you' : `in #${channel.name}`;
  return noticed(page, { memberId: page.memberId, text: `${name} ${where}: ${wordsOf(message, nameOf)}` });
}

/** A file without words is announced by its name. */
function wordsOf({ text, files = [] }: ChatMessage, nameOf: (userId: string) => string | undefined): string {
  return flattenMrkdwn(text, nameOf) || files.map(({ name }) => name).join(', ');
}

function noticed(page: PageState, { memberId, text }: { memberId: string | undefined; text: string }): PageState {
  const notice = { id: page.nextNotice, memberId, text };
  return { ...page, notices: [...page.notices, notice].slice(-4), nextNotice: page.nextNotice + 1 };
}
