/** What every request to Kaleyra needs. */
export interface KaleyraAccount {
  /** `https://api.in.kaleyra.io`, or `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly sid: string;
  readonly apiKey: string;
  /** The longest wait for the head of a response. */
  readonly timeoutMs: number;
}

const SID = /^[A-Za-z0-9]+$/;

type Place = Pick<KaleyraAccount, 'origin' | 'sid'>;

/** Where messages are posted. @throws when the SID is none, so that it cannot lead to another path. */
export function messagesUrl(place: Place): URL {
  return urlOf(place, 'messages');
}

/** Kaleyra's "WhatsApp template status" page: all templates of the account; free to ask. @throws as above */
export function templateStatusUrl(place: Place): URL {
  return urlOf(place, 'whatsapp/templates/status');
}

/**
 * Kaleyra's "Fetch phone number details" page: what the account knows of one of its senders; free to ask.
 *
 * @param digits the sender without its plus. @throws as above
 */
export function senderDetailsUrl(place: Place, digits: string): URL {
  return urlOf(place, `whatsapp/${digits}/phone_number_details`);
}

/** Kaleyra's list of numbers that get nothing from this account. @throws as above */
export function blocklistUrl(place: Place): URL {
  return urlOf(place, 'contacts/blocklisted');
}

function urlOf({ origin, sid }: Place, resource: string): URL {
  if (!SID.test(sid)) throw new Error('The account SID has something else in it than letters and digits.');
  return new URL(`/v1/${sid}/${resource}`, origin);
}
