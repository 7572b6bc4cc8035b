import type { Shortcut } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';

interface ShortcutButtonsProps {
  readonly type: Shortcut['type'];
  /** The message that they are about; none for those that are offered anywhere. */
  readonly message?: { readonly channelId: string; readonly ts: string };
}

/** What the app offers without a command. */
export function ShortcutButtons({ type, message }: ShortcutButtonsProps) {
  const { directory, memberId, act } = useSandbox();
  return directory.shortcuts
    .filter((shortcut) => shortcut.type === type)
    .map(({ name, callbackId }) => (
      <button
        key={callbackId}
        type="button"
        class="button button-small shortcut"
        onClick={() =>
          act('shortcut', {
            memberId,
            callbackId,
            ...(message && { message: { channelId: message.channelId, ts: message.ts } }),
          })
        }
      >
        {name}
      </button>
    ));
}
