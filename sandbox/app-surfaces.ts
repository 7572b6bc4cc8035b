import type { Block } from './protocol.ts';

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
