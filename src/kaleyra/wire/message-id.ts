const MESSAGE_ID = /^[\w.:=+/-]{1,128}$/;

/**
 * Kaleyra's `uuid:n` or Meta's `wamid.…`; a colon that was encoded twice is still a colon.
 *
 * @returns undefined for anything else: it names no message, and a database may not be able to hold it.
 */
export function readMessageId(text: string | undefined): string | undefined {
  const id = text?.trim().replace(/%3a/gi, ':');
  return id !== undefined && MESSAGE_ID.test(id) ? id : undefined;
}
