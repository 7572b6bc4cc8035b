/** A guest of Acme Travel, as a row of a sheet has them. */
export interface Guest {
  /** Digits without plus. */
  readonly number: string;
  readonly firstName: string;
  readonly lastName: string;
}

const FIRST_NAMES =
  'Aarav Meera José Zoë Vikram Łukasz Ananya Søren Kavya Giulia Rohan Chloé Ishaan Nguyễn Divya Björn Farah Tomás Leela Siobhán Arjun Inès Kabir Øystein Nisha Renée Dev Jürgen Tara Mateus Zara'.split(
    ' ',
  );
const LAST_NAMES = 'Iyer Fernandes Kapoor Müller Rossi Das Okafor Nair Costa Singh Haddad Byrne Mehta Novák Rao'.split(
  ' ',
);

/** Where guests come from: a country code, the digits that a mobile number begins with, and how many follow. */
const PLACES = [
  { beginning: '9198', digits: 8 },
  { beginning: '9198', digits: 8 },
  { beginning: '9197', digits: 8 },
  { beginning: '39347', digits: 7 },
  { beginning: '447400', digits: 6 },
] as const;

export const MAX_GUESTS = 300;
/** A prime, so that neighbours are far apart: numbers that rise by one are taken for a cell that was dragged down. */
const STRIDE = 104_729;
const GUESTS: readonly Guest[] = Array.from({ length: MAX_GUESTS }, (_, at) => guestAt(at));
const BY_NUMBER = new Map(GUESTS.map((guest) => [guest.number, guest]));

/** The first so many, always the same people; {@link MAX_GUESTS} at most. */
export function guests(count: number): readonly Guest[] {
  return GUESTS.slice(0, count);
}

/** The name of whoever has that number, when it is a guest. */
export function guestName(number: string): string | undefined {
  const guest = BY_NUMBER.get(number);
  return guest === undefined ? undefined : `${guest.firstName} ${guest.lastName}`;
}

function guestAt(at: number): Guest {
  const { beginning, digits } = itemAt(PLACES, at);
  // One digit that is never 0 keeps the number readable in every country.
  const rest = String(((at + 1) * STRIDE) % 10 ** (digits - 1)).padStart(digits - 1, '0');
  return {
    number: `${beginning}4${rest}`,
    firstName: itemAt(FIRST_NAMES, at),
    lastName: itemAt(LAST_NAMES, at * 7 + Math.floor(at / FIRST_NAMES.length)),
  };
}

function itemAt<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
