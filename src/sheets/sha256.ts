import { createHash } from 'node:crypto';
import type { Digest } from '../core/list/list-content.ts';

/** The SHA-256 of a text, in base64url. */
export const sha256: Digest = (text) => createHash('sha256').update(text).digest('base64url');
