import type { RawCallback, ReadReplies } from '../ports/callbacks.ts';
import type { HandleCallback } from '../reports/handle-callback.ts';
import type { SaveReplies } from './save-replies.ts';

interface Needs {
  readonly readReplies: ReadReplies;
  readonly saveReplies: SaveReplies;
  /** Takes what is no reply: the provider sends news of the number to the same address. */
  readonly handleCallback: HandleCallback;
  readonly now: () => Date;
}

/** Handles what the provider sends to the address of replies; it answers as `HandleCallback` does. */
export function createHandleIncoming({ readReplies, saveReplies, handleCallback, now }: Needs): HandleCallback {
  return async (callback: RawCallback) => {
    const replies = readReplies(callback, now());
    if (replies.length === 0) return handleCallback(callback);
    await saveReplies(replies);
    return 'handled';
  };
}
