import type { SendingMode } from './bot/mode-switch.ts';
import type { ChatFile, Option, OptionGroup, ViewState } from './protocol.ts';

/** What the page asks for: `POST /sandbox/<name>` with JSON; the answer is JSON. */
export interface SandboxRequests {
  /** What a person typed in the composer: a slash command goes to the bot, anything else is a message. */
  readonly type: {
    body: { memberId: string; channelId: string; threadTs?: string; text: string };
    answer: Done;
  };
  readonly action: {
    body: {
      memberId: string;
      container: { viewId: string } | { channelId: string; ts: string };
      blockId: string;
      actionId: string;
      /** The element's own part of the payload: `{type:'button', value}`, `{type:'external_select', selected_option}`. */
      element: Readonly<Record<string, unknown>>;
      /** The inputs as they stand; only for a view. */
      state?: ViewState;
    };
    answer: Done;
  };
  readonly options: {
    body: { memberId: string; viewId: string; blockId: string; actionId: string; query: string };
    answer: { options?: readonly Option[]; groups?: readonly OptionGroup[]; problem?: string };
  };
  readonly submit: {
    body: { memberId: string; viewId: string; state: ViewState };
    /** `errors` by block_id; `problem` is what Slack shows when the app does not answer. */
    answer: { errors?: Readonly<Record<string, string>>; problem?: string };
  };
  /** A person chooses a file in a form. */
  readonly upload: {
    body: { memberId: string; name: string; base64: string };
    answer: { file?: ChatFile; problem?: string };
  };
  readonly close: { body: { memberId: string; viewId: string; all: boolean }; answer: Done };
  /** A shortcut of the app: in the menu of that message, or global without one. */
  readonly shortcut: {
    body: { memberId: string; callbackId: string; message?: { channelId: string; ts: string } };
    answer: Done;
  };
  /** A person looks at the app's Home. */
  readonly home: { body: { memberId: string }; answer: Done };
  readonly phone: {
    body: {
      number: string;
      do: 'read' | 'tap' | 'write' | 'react' | 'photo' | 'leave_whatsapp' | 'join_whatsapp' | 'block' | 'unblock';
      /** For a tap and a reaction the newest message when none is named. */
      messageId?: string;
      /** The place of a tapped button among all buttons of its message; the first quick reply when left out. */
      button?: number;
      /** What is written, the emoji of a reaction, or a photo's caption. */
      text?: string;
      /** Written so many hours ago, and told to the bot only now; written now when left out. */
      hoursAgo?: number;
    };
    answer: Done;
  };
  /** WhatsApp approves, pauses, rejects or disables a template; `isAnnounced` is whether Kaleyra's callback tells the bot. */
  readonly template: {
    body: {
      name: string;
      language: string;
      status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
      isAnnounced: boolean;
    };
    answer: Done;
  };
  /**
   * Switches the rules of the sandbox on or off, or in their place quiet hours that have begun in India and not in Europe; answers
   * when the bots have read them.
   */
  readonly policy: { body: { isOn: boolean; quietHours?: boolean | undefined }; answer: Done };
  /** What may leave at all; the bots start anew with it, and it answers when they run. */
  readonly mode: { body: { mode: SendingMode; mirrorsOptOuts?: boolean | undefined }; answer: Done };
  readonly fault: { body: { id: string; isOn: boolean; once?: boolean }; answer: Done };
  readonly bot: { body: { do: 'kill' | 'stop' | 'start'; name: string }; answer: Done };
}

export interface Done {
  readonly problem?: string;
}
