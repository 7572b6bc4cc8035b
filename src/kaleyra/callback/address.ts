import type { SignMark } from '../../core/replies/payload-mark.ts';

/** Where the bot takes callbacks; the secret follows. */
export const CALLBACK_PATH = '/kaleyra/status/';

/** Where the bot takes what recipients write; the secret follows. */
export const INCOMING_PATH = '/kaleyra/incoming/';

/** The query parameter that ties a delivery report to its batch. */
export const TOKEN_PARAMETER = 't';

export interface CallbackOptions {
  /** `PUBLIC_URL/kaleyra/status/<secret>`, without a token: Kaleyra's whitelist wants one stable address. */
  readonly url: string;
  /** Of the address and of those before it: hidden wherever Kaleyra repeats them. */
  readonly secrets?: readonly string[];
  /** Where the batch's token goes; `off` for an account whose whitelist refuses query strings. */
  readonly tokenRides: 'query' | 'ref' | 'off';
  /** Signs the marks of buttons that no person gave a payload; left out, they get none. */
  readonly signMark?: SignMark;
}

/** The form fields that ask for delivery reports; both undefined ask for none. */
export interface CallbackParameters {
  /** `callback_url`: whole, with the token when it rides in the query. */
  readonly url: string | undefined;
  /** `ref`: the token when it rides there. */
  readonly ref: string | undefined;
}

interface Place {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** The first is the newest. */
  readonly secrets: readonly string[];
}

/** The address of delivery reports, to give to Kaleyra. */
export function callbackUrl({ publicUrl, secrets }: Place): string {
  return `${publicUrl}${CALLBACK_PATH}${secrets[0] ?? ''}`;
}

/** The address of what recipients write, to enter in Kaleyra's console. */
export function incomingUrl({ publicUrl, secrets }: Place): string {
  return `${publicUrl}${INCOMING_PATH}${secrets[0] ?? ''}`;
}

/** What a request has to say so that the reports of its batch can be tied to it. */
export function callbackParameters(
  callback: CallbackOptions | undefined,
  token: string | undefined,
): CallbackParameters {
  if (callback === undefined || token === undefined) return { url: undefined, ref: undefined };
  switch (callback.tokenRides) {
    case 'query':
      return { url: withToken(callback.url, token), ref: undefined };
    case 'ref':
      return { url: callback.url, ref: token };
    case 'off':
      return { url: callback.url, ref: undefined };
  }
}

function withToken(address: string, token: string): string {
  const url = new URL(address);
  url.searchParams.set(TOKEN_PARAMETER, token);
  return url.href;
}
