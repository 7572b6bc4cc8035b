import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CommandHint } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { step } from '../kit/elements/choices.ts';
import { completionsOf } from './commands.ts';
import { ShortcutButtons } from './shortcut-buttons.tsx';

interface ComposerProps {
  readonly placeholder: string;
  readonly commands: readonly CommandHint[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: (text: string) => void;
  /** Author of the message whose thread is being written to. */
  readonly replyingTo: string | undefined;
  readonly onNoReply: () => void;
}

export function Composer({ placeholder, commands, text, onText, onSend, replyingTo, onNoReply }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [active, setActive] = useState(0);
  const completions = completionsOf(text, commands);
  const chosen = completions[Math.min(active, completions.length - 1)];
  useEffect(() => field.current?.focus({ preventScroll: true }), [replyingTo, placeholder]);
  const send = () => {
    if (text.trim() !== '') onSend(text);
  };
  const complete = (hint: CommandHint) => {
    onText(`${hint.command} `);
    field.current?.focus();
  };
  const keys: Record<string, () => void> = {
    ...(chosen === undefined
      ? { Enter: send }
      : completionKeys(
          () => complete(chosen),
          (by) => setActive(step(completions.indexOf(chosen), by, completions.length)),
        )),
    ...(replyingTo === undefined ? {} : { Escape: onNoReply }),
  };
  const keyDown = (event: KeyboardEvent) => {
    const act = event.shiftKey || event.isComposing ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div class="composer">
      {chosen === undefined ? undefined : (
        <Completions id={listId} hints={completions} chosen={chosen} onChoose={complete} />
      )}
      {replyingTo === undefined ? undefined : (
        <p class="composer-thread">
          Replying to {replyingTo} in a thread
          <button type="button" class="link" onClick={onNoReply}>
            Cancel
          </button>
        </p>
      )}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          aria-label="Message"
          placeholder={placeholder}
          value={text}
          aria-controls={chosen === undefined ? undefined : listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${completions.indexOf(chosen)}`}
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={keyDown}
        />
        <button type="button" class="composer-send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
          <Icon name="send" />
        </button>
      </div>
      <div class="composer-shortcuts">
        <ShortcutButtons type="global" />
      </div>
      <p class="composer-hint" aria-hidden="true">
        <kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>/</kbd> commands
      </p>
    </div>
  );
}

function completionKeys(complete: () => void, move: (by: number) => void): Record<string, () => void> {
  return { Enter: complete, Tab: complete, ArrowDown: () => move(1), ArrowUp: () => move(-1) };
}

interface CompletionsProps {
  readonly id: string;
  readonly hints: readonly CommandHint[];
  readonly chosen: CommandHint;
  readonly onChoose: (hint: CommandHint) => void;
}

function Completions({ id, hints, chosen, onChoose }: CompletionsProps) {
  return (
    <div id={id} class="completions" role="listbox" aria-label="Commands" tabIndex={-1}>
      {hints.map((hint, index) => (
        <div
          key={hint.command}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={hint === chosen}
          class={hint === chosen ? 'choice choice-active' : 'choice'}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(hint);
          }}
        >
          <span>
            <strong>{hint.command}</strong> <span class="usage">{hint.usageHint}</span>
          </span>
          <small>{hint.description}</small>
        </div>
      ))}
    </div>
  );
}
