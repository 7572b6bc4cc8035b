import type { RequestCodec } from '../../flow/ports/provider.ts';
import { type CallbackOptions, callbackFields } from './callback-address.ts';
import { decodeRequest, encodeRequest } from './request.ts';

/**
 * How a message is written for Kaleyra and read back, with no way out to it: all that a review needs, and part of what sends.
 *
 * @param callback undefined asks for no delivery reports.
 */
export function createEncoding(callback: CallbackOptions | undefined): RequestCodec {
  return {
    encode: (outgoing, batch) => encodeRequest(outgoing, callbackFields(callback, batch?.token)),
    decode: decodeRequest,
  };
}
