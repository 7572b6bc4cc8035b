/**
 * Whether a batch may have this token: 22 letters, digits, `-` or `_` since tokens are 16 random bytes in base64url, and
 * never much longer. Anything else was made up, and need not be looked for.
 */
export function isBatchToken(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}
