import { useEffect, useState } from 'preact/hooks';
import type { Phone } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';
import { unreadOf } from './phone-numbers.ts';
import { PhoneRow } from './phone-row.tsx';
import { PhoneScreen } from './phone-screen.tsx';
import { PhoneWall } from './phone-wall.tsx';

/** So many phones have a row each; more of them are a wall of small ones. */
const MAX_ROWS = 24;

/** Every phone that a message may reach, with the one that is being looked at. */
export function PhonesTab({ phones }: { readonly phones: readonly Phone[] }) {
  const { act } = useSandbox();
  const [openNumber, setOpen] = useState<string | undefined>();
  const open = phones.find(({ number }) => number === openNumber);
  const unread = open === undefined ? 0 : unreadOf(open).length;
  useEffect(() => {
    if (openNumber !== undefined && unread > 0) act('phone', { number: openNumber, do: 'read' });
  }, [act, openNumber, unread]);
  if (phones.length === 0) {
    return <p class="empty">No phones yet. Send a template, and the phones of its recipients appear here.</p>;
  }
  return (
    <>
      <p class="panel-intro">
        Open a phone to read it: its messages turn to read, and the card in the conversation follows. Write back, tap a
        button or react, and the bot hears of it.
      </p>
      {phones.length > MAX_ROWS ? (
        <PhoneWall phones={phones} open={open} onOpen={setOpen} />
      ) : (
        <PhoneRows phones={phones} openNumber={openNumber} onOpen={setOpen} />
      )}
    </>
  );
}

function PhoneRows({
  phones,
  openNumber,
  onOpen,
}: {
  readonly phones: readonly Phone[];
  readonly openNumber: string | undefined;
  readonly onOpen: (number: string | undefined) => void;
}) {
  return (
    <ul class="phones">
      {phones.map((phone) => (
        <li key={phone.number} class="phone" data-number={phone.number}>
          <PhoneRow
            phone={phone}
            isOpen={phone.number === openNumber}
            onToggle={() => onOpen(phone.number === openNumber ? undefined : phone.number)}
          />
          {phone.number === openNumber ? <PhoneScreen phone={phone} /> : undefined}
        </li>
      ))}
    </ul>
  );
}
