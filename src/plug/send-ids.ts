import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';

const TOKEN_BYTES = 16;

/** Makes the IDs of new sends, and the tokens of their batches, which cannot be guessed. */
export const SEND_IDS = {
  newSendId: () => ulid(),
  newToken: () => randomBytes(TOKEN_BYTES).toString('base64url'),
};
