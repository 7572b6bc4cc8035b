/** @returns a message ID up to its colon: what a report without the `:n` still names */
export function messageBase(messageId: string): string {
  const colon = messageId.indexOf(':');
  return colon < 0 ? messageId : messageId.slice(0, colon);
}
