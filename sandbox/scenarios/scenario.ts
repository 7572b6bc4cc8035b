import type { SendingMode } from '../bot/mode-switch.ts';
import type { FaultId } from '../faults/fault-catalogue.ts';
import type { SandboxRequests } from '../requests.ts';
import type { SheetName } from '../sheets/sheets.ts';

/** A story that the page performs: what people do, what breaks, and what must then be seen. */
export interface Scenario {
  /** As it stands in a link: `?scenario=<name>`. */
  readonly name: string;
  readonly about: 'people' | 'rules' | 'lists' | 'replies' | 'kaleyra' | 'reports' | 'slack' | 'bot' | 'places';
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
  readonly steps: readonly Step[];
}

export type Step =
  /** A person opens a conversation; direct messages with the bot are called `whatsapp-send`. */
  | { readonly do: 'go'; readonly as: string; readonly channel: string }
  /** `{my number}` is one that no scenario has used, the same all through. */
  | { readonly do: 'type'; readonly text: string }
  /**
   * In the open form; labels may be given by their beginning. `{n}` becomes another number each time, `{in 30 minutes}` that time,
   * `{code}` the code that came to a phone last.
   */
  | { readonly do: 'fill'; readonly values: Readonly<Record<string, string>> }
  /** Downloads a sample sheet and chooses it for a field of the open form. */
  | { readonly do: 'file'; readonly label: string; readonly sheet: SheetName }
  /** A choice or a box of the open form, by the beginning of its words. */
  | { readonly do: 'tick'; readonly choice: string }
  /** A button of the open form, by the beginning of its words. */
  | { readonly do: 'press'; readonly button: string }
  /**
   * A button in the newest message of the bot, or else in the newest of its thread that has it; or in the newest that only this
   * person sees.
   */
  | { readonly do: 'click'; readonly button: string; readonly isForMeAlone?: true }
  /** The button of the question that a pressed button asks. */
  | { readonly do: 'confirm'; readonly button: string }
  | { readonly do: 'fault'; readonly id: FaultId; readonly isOn: boolean; readonly once?: boolean }
  | {
      readonly do: 'phone';
      /** Or `{my number}`, as above. */
      readonly number: string;
      readonly act: SandboxRequests['phone']['body']['do'];
      /** What is written, the button that is tapped, the emoji of a reaction, or a photo's caption. */
      readonly text?: string;
      /** Written so many hours ago, and told to the bot only now. */
      readonly hoursAgo?: number;
    }
  /** WhatsApp changes a template's status; Kaleyra does not tell the bot. */
  | {
      readonly do: 'template';
      readonly name: string;
      readonly language: string;
      readonly status: 'APPROVED' | 'PAUSED' | 'DISABLED';
    }
  /** The rules of the sandbox, or nothing but quiet hours that have begun in India; off until a scenario switches them on. */
  | { readonly do: 'rules'; readonly isOn: boolean; readonly quietHours?: true }
  /** What may leave at all, and whether Kaleyra's blocklist is told of opt-outs: the bots start anew with it. */
  | { readonly do: 'mode'; readonly mode: SendingMode; readonly mirrorsOptOuts?: true }
  | { readonly do: 'bot'; readonly order: 'kill' | 'stop' | 'start'; readonly name: string }
  | See;

/** Waits until it is so; a scenario in which it does not become so has failed. */
export interface See {
  readonly do: 'see';
  /** The sentence about it. */
  readonly what: string;
  /** Where these words stand: the bot's newest card, anywhere in the conversation, in the form or filled in there, under the composer or in the panel. */
  readonly words?: {
    readonly in: 'card' | 'conversation' | 'form' | 'notice' | 'page' | 'panel';
    readonly match: RegExp;
  };
  /** How many since the scenario began. */
  readonly count?: {
    readonly of: 'phone messages' | 'phones that rang twice' | 'requests to Kaleyra' | 'cards';
    readonly is: number;
    /** True when more will do. */
    readonly orMore?: boolean;
  };
  /** How long it may take; 20 when not given. */
  readonly withinSeconds?: number;
}

/** Stands for a number that no scenario has used, the same all through one. */
export const MY_NUMBER = '{my number}';
export const PRIYA = '919876543210';
export const RAHUL = '919845012345';
export const GIULIA = '393471234567';
export const DAN = '14155552671';

const BOOKING = {
  "Customer's first name": 'Priya',
  'Booking number': 'BK-{n}',
  'Ending of the “View booking” link': 'bk-77',
  'Ending of the “See a sample” link': 'lake-room',
};

export const IN_BOOKINGS: Step = { do: 'go', as: 'asha', channel: 'bookings' };
export const SEND: Step = { do: 'press', button: 'Send to' };

/** From the command to the review, ready to be sent. */
export function booking(...numbers: readonly string[]): readonly Step[] {
  return [
    { do: 'type', text: `/whatsapp-send booking_confirm ${numbers.map((number) => `+${number}`).join(', ')}` },
    { do: 'fill', values: BOOKING },
    { do: 'press', button: 'Review' },
  ];
}

export function switched(id: FaultId, isOn: boolean): Step {
  return { do: 'fault', id, isOn };
}

/** Only for the next request. */
export function once(id: FaultId): Step {
  return { do: 'fault', id, isOn: true, once: true };
}

export function card(what: string, match: RegExp, withinSeconds = 20): See {
  return { do: 'see', what, words: { in: 'card', match }, withinSeconds };
}

export function phoneMessages(is: number, what: string): See {
  return { do: 'see', what, count: { of: 'phone messages', is } };
}

export function requests(is: number, what: string): See {
  return { do: 'see', what, count: { of: 'requests to Kaleyra', is } };
}
