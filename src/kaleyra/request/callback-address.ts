import type { CallbackFields } from './request.ts';

/** The query parameter that ties a delivery report to its batch. */
export const TOKEN_PARAMETER = 't';

export interface CallbackOptions {
  /** `PUBLIC_URL/kaleyra/status/<secret>`, without a token: Kaleyra's whitelist wants one stable address. */
  readonly url: string;
  /** Where the batch's token goes; `off` for an account whose whitelist refuses query strings. */
  readonly tokenRides: 'query' | 'ref' | 'off';
}

/** What a request has to say so that the reports of this batch find their way back. */
export function callbackFields(callback: CallbackOptions | undefined, token: string | undefined): CallbackFields {
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
