import type { PhoneReply } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';

const EMOJI = ['👍', '❤️', '😂', '🙏'];

interface ReactionsProps {
  readonly number: string;
  readonly messageId: string;
  /** Those that were given to this message, the last one last. */
  readonly given: readonly PhoneReply[];
}

/** The reaction that a message has; where it has none, those that can be given. */
export function BubbleReactions({ number, messageId, given }: ReactionsProps) {
  const { act } = useSandbox();
  const last = given.at(-1)?.text;
  return (
    <div class="reactions">
      {last === undefined ? undefined : (
        <span class="reaction-given" role="img" aria-label={`Reaction: ${last}`}>
          {last}
        </span>
      )}
      <fieldset class="reaction-choices">
        <legend class="sr-only">React to this message</legend>
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            class="reaction"
            aria-label={`React with ${emoji}`}
            aria-pressed={emoji === last}
            onClick={() => act('phone', { number, do: 'react', messageId, text: emoji })}
          >
            {emoji}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
