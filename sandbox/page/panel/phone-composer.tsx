import { useId, useState } from 'preact/hooks';
import type { Phone } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';

/** Where the owner of a phone writes back: a text, or a photo. */
export function PhoneComposer({ phone }: { readonly phone: Phone }) {
  const { act } = useSandbox();
  const [text, setText] = useState('');
  const fieldId = useId();
  const { number, owner } = phone;
  const send = () => {
    if (text.trim() === '') return;
    act('phone', { number, do: 'write', text: text.trim() });
    setText('');
  };
  const sendPhoto = () => {
    act('phone', { number, do: 'photo', text: text.trim() });
    setText('');
  };
  return (
    <form
      class="phone-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr-only" htmlFor={fieldId}>
        Write as {owner}
      </label>
      <input
        id={fieldId}
        class="phone-text"
        value={text}
        maxLength={4096}
        placeholder="Message"
        autocomplete="off"
        enterKeyHint="send"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="button" class="phone-button" aria-label="Send a photo" title="Send a photo" onClick={sendPhoto}>
        <Icon name="image" />
      </button>
      <button
        type="submit"
        class="phone-button phone-send"
        aria-label="Send"
        title="Send"
        disabled={text.trim() === ''}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
