import type { RequestCodec } from '../../flow/ports/provider.ts';
import { type CallbackOptions, callbackParameters } from '../callback/address.ts';
import { decodeRequest, encodeRequest } from './request.ts';

/**
 * Writes messages for Kaleyra and reads them back, without a connection: all that a review needs.
 *
 * @param callback undefined asks for no delivery reports.
 */
export function createEncoding(callback: CallbackOptions | undefined): RequestCodec {
  return {
    encode: (outgoing, batch) => encodeRequest(outgoing, callbackParameters(callback, batch?.token)),
    decode: decodeRequest,
  };
}
