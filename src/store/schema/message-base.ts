/** What a report without the `:n` of its message ID still names. */
export function messageBase(messageId: string): string {
  const colon = messageId.indexOf(':');
  return colon < 0 ? messageId : messageId.slice(0, colon);
}
