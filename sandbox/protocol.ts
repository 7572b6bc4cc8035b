/** What the sandbox page and its server say to each other. Both import this file and nothing of each other. */

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** Set for a person of another workspace, who is here through Slack Connect. */
  readonly team?: { readonly id: string; readonly domain: string };
  readonly isGuest?: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  readonly isArchived: boolean;
  readonly hasBot: boolean;
  readonly topic: string;
  /** Who sees it in the list and may read it. A direct message with the bot has one. */
  readonly memberIds: readonly string[];
}

/** Block Kit as the bot sent it; the page renders it. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

export interface ChatMessage {
  readonly ts: string;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  /** A member's ID, or `bot`. */
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Set when only this member sees it. */
  readonly ephemeralFor: string | undefined;
  readonly editedAt: string | undefined;
  readonly files?: readonly ChatFile[];
}

/** A file in a message or a form; people download it from `/sandbox/file?id=…`. */
export interface ChatFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

export interface View {
  readonly id: string;
  readonly callbackId: string;
  readonly hash: string;
  readonly title: string;
  readonly submit: string | undefined;
  readonly close: string | undefined;
  readonly notifyOnClose: boolean;
  readonly blocks: readonly Block[];
}

/** One open modal of one member: the stack, the top one last. */
export interface ViewStack {
  readonly memberId: string;
  readonly views: readonly View[];
}

/** Slack's `state.values`: block_id → action_id → what the input holds. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, InputState>>>>;

export interface InputState {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: Option | null;
  readonly selected_options?: readonly Option[];
  readonly selected_conversation?: string | null;
  readonly rich_text_value?: unknown;
  readonly files?: readonly ChatFile[];
  /** Seconds since 1970. */
  readonly selected_date_time?: number | null;
}

export interface Option {
  readonly text: { readonly type: string; readonly text: string };
  readonly value: string;
  readonly description?: { readonly type: string; readonly text: string };
}

export interface OptionGroup {
  readonly label: { readonly type: string; readonly text: string };
  readonly options: readonly Option[];
}

/** The app's Home of one member, as the bot published it. */
export interface Home {
  readonly memberId: string;
  readonly viewId: string;
  readonly hash: string;
  readonly blocks: readonly Block[];
}

/** What the app offers without a command: anywhere, or in the menu of a message. */
export interface Shortcut {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callbackId: string;
}

/** A message on a phone, as WhatsApp shows it. */
export interface PhoneMessage {
  readonly messageId: string;
  readonly from: string;
  readonly fromName: string | undefined;
  readonly at: string;
  readonly header:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'image' | 'video' | 'document'; readonly url: string }
    | undefined;
  readonly body: string;
  readonly footer: string | undefined;
  readonly buttons: readonly { readonly kind: string; readonly label: string; readonly target: string | undefined }[];
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
}

/** What the owner of a phone wrote or tapped. */
export interface PhoneReply {
  readonly id: string;
  readonly at: string;
  readonly kind: 'text' | 'button' | 'reaction' | 'image';
  /** What was written, tapped, or given as a reaction; a photo's caption. */
  readonly text: string;
  /** The message that it answers, where it answers one. */
  readonly about?: string;
  readonly mediaUrl?: string;
  /** `lost`: the bot did not take it, and Kaleyra does not try again. */
  readonly state: 'on_its_way' | 'taken' | 'lost';
}

export interface Phone {
  /** Digits without plus. */
  readonly number: string;
  readonly owner: string;
  readonly isOnWhatsApp: boolean;
  readonly hasBlockedSender: boolean;
  /** Kaleyra's account keeps every message from it; left out where it does not. */
  readonly isOnBlocklist?: boolean;
  readonly messages: readonly PhoneMessage[];
  /** Left out while nothing was written on it. */
  readonly replies?: readonly PhoneReply[];
}

/** One request that the local Kaleyra took, as it came. */
export interface KaleyraExchange {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Without the key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Undefined while it waits, or when the connection was broken instead. */
  readonly answer: { readonly status: number; readonly body: string } | undefined;
  readonly fault: string | undefined;
}

/** One request to the bot, a delivery report or a reply, and what the bot answered. */
export interface CallbackExchange {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** What a POST says in its body; a GET says it in its address. */
  readonly posted?: Readonly<Record<string, string>>;
  readonly status: number | undefined;
}

export interface Fault {
  readonly id: string;
  readonly about: 'kaleyra' | 'reports' | 'slack';
  readonly title: string;
  /** What a person should now see, in one line. */
  readonly expect: string;
  readonly isOn: boolean;
  /** Switches itself off after it has happened once. */
  readonly isOnce: boolean;
}

export interface BotProcess {
  readonly name: string;
  readonly state: 'starting' | 'running' | 'stopped';
  readonly pid: number | undefined;
  readonly startedAt: string | undefined;
  /** What it says is wrong with its files, in sentences. */
  readonly warnings: readonly string[];
}

/** A template as WhatsApp holds it for this account. */
export interface TemplateStatus {
  readonly name: string;
  readonly language: string;
  /** `APPROVED`, `PAUSED`, `DISABLED`, `PENDING`, `REJECTED`. */
  readonly status: string;
}

export interface CommandHint {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface SandboxState {
  readonly workspace: string;
  readonly botName: string;
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly Shortcut[];
  /** True when the app's manifest shows a Home. */
  readonly hasHome: boolean;
  readonly homes: readonly Home[];
  readonly messages: readonly ChatMessage[];
  readonly stacks: readonly ViewStack[];
  readonly phones: readonly Phone[];
  readonly exchanges: readonly KaleyraExchange[];
  readonly callbacks: readonly CallbackExchange[];
  readonly faults: readonly Fault[];
  readonly bots: readonly BotProcess[];
  readonly templates: readonly TemplateStatus[];
}

/** One change, pushed over server-sent events from `GET /sandbox/events`. */
export type SandboxEvent =
  /** Sent first on every connection, so that a page that lost it is right again. */
  | { readonly type: 'state'; readonly state: SandboxState }
  /** New or edited; same channel and ts is the same message. */
  | { readonly type: 'message'; readonly message: ChatMessage }
  | { readonly type: 'message_deleted'; readonly channelId: string; readonly ts: string }
  | { readonly type: 'stack'; readonly stack: ViewStack }
  | { readonly type: 'home'; readonly home: Home }
  | { readonly type: 'phone'; readonly phone: Phone }
  | { readonly type: 'exchange'; readonly exchange: KaleyraExchange }
  | { readonly type: 'callback'; readonly callback: CallbackExchange }
  | { readonly type: 'faults'; readonly faults: readonly Fault[] }
  | { readonly type: 'bots'; readonly bots: readonly BotProcess[] }
  | { readonly type: 'templates'; readonly templates: readonly TemplateStatus[] }
  /** Something a person should know that belongs to no message, such as a command that timed out. */
  | { readonly type: 'notice'; readonly memberId: string; readonly text: string };
