import type { RequestCodec } from '../../flow/ports/provider.ts';
import { type CallbackOptions, callbackParameters } from '../callback/address.ts';
import { marksFor } from './payload-marks.ts';
import { decodeRequest, encodeRequest } from './request.ts';

/**
 * Writes messages for Kaleyra and reads them back, without a connection: all that a review needs.
 *
 * @param callback undefined asks for no delivery reports
 * @param willBeMarked whether a request that names no batch yet gets marks for its buttons when it leaves
 */
export function createEncoding(callback: CallbackOptions | undefined, willBeMarked = false): RequestCodec {
  return {
    encode: (outgoing, batch) =>
      encodeRequest(
        outgoing,
        callbackParameters(callback, batch?.token),
        batch === undefined && willBeMarked ? 'later' : marksFor(callback, batch?.token),
      ),
    decode: decodeRequest,
  };
}
