import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Phone } from '../../protocol.ts';
import { readableNumber, unreadOf } from './phone-numbers.ts';
import { PhoneScreen } from './phone-screen.tsx';
import { SmallPhone } from './small-phone.tsx';
import { neighbourOf } from './wall-keys.ts';

interface PhoneWallProps {
  readonly phones: readonly Phone[];
  readonly open: Phone | undefined;
  readonly onOpen: (number: string | undefined) => void;
}

/** Many phones at a glance: each rings where it stands. One of them can be opened above the others. */
export function PhoneWall({ phones, open, onOpen }: PhoneWallProps) {
  const wall = useRef<HTMLUListElement>(null);
  const helpId = useId();
  const [isWide, setWide] = useState(false);
  const [current, setCurrent] = useState(phones[0]?.number);
  const press = useCallback(
    (number: string) => {
      setCurrent(number);
      onOpen(number);
    },
    [onOpen],
  );
  const focusOn = (number: string | undefined) => {
    if (number === undefined) return;
    setCurrent(number);
    wall.current?.querySelector<HTMLElement>(`[data-number="${number}"] button`)?.focus();
  };
  const keyDown = (event: KeyboardEvent) => {
    const buttons = [...(wall.current?.querySelectorAll('button') ?? [])];
    const at = phones.findIndex(({ number }) => number === current);
    const next = neighbourOf(event.key, at, buttons);
    if (next === undefined) return;
    event.preventDefault();
    focusOn(phones[next]?.number);
  };
  return (
    <>
      {open === undefined ? undefined : (
        <OpenPhone
          key={open.number}
          phone={open}
          onClose={() => {
            onOpen(undefined);
            focusOn(open.number);
          }}
        />
      )}
      <div class="wall-bar">
        <WallLine phones={phones} />
        <button
          type="button"
          class="button button-small wall-width"
          aria-pressed={isWide}
          onClick={() => setWide(!isWide)}
        >
          Wider
        </button>
      </div>
      <p id={helpId} class="sr-only">
        The arrow keys lead from phone to phone; Enter opens one.
      </p>
      <ul
        ref={wall}
        class={isWide ? 'wall wall-wide' : 'wall'}
        aria-label="Phones"
        aria-describedby={helpId}
        onKeyDown={keyDown}
      >
        {phones.map((phone) => (
          <SmallPhone
            key={phone.number}
            phone={phone}
            isOpen={phone === open}
            isCurrent={phone.number === current}
            onPress={press}
          />
        ))}
      </ul>
    </>
  );
}

/** How many there are, and how far their messages got. */
function WallLine({ phones }: { readonly phones: readonly Phone[] }) {
  const reached = phones.filter(({ messages }) => messages.length > 0);
  const unread = reached.filter((phone) => unreadOf(phone).length > 0).length;
  return (
    <p class="wall-line">
      <strong>{phones.length}</strong> phones · <strong>{reached.length}</strong> have a message ·{' '}
      <strong>{reached.length - unread}</strong> read
    </p>
  );
}

function OpenPhone({ phone, onClose }: { readonly phone: Phone; readonly onClose: () => void }) {
  const box = useRef<HTMLElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
    close.current?.focus({ preventScroll: true });
  }, []);
  const keyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') onClose();
  };
  return (
    <section ref={box} class="phone wall-open" aria-label={`${phone.owner}’s phone`} onKeyDown={keyDown}>
      <div class="wall-open-bar">
        <span>
          <strong>{phone.owner}</strong> <small>{readableNumber(phone.number)}</small>
        </span>
        <button ref={close} type="button" class="button button-small" onClick={onClose}>
          Close
        </button>
      </div>
      <PhoneScreen phone={phone} />
    </section>
  );
}
