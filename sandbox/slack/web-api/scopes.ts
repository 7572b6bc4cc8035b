/** What a method needs; those that are not here need no scope. Reading private places takes further ones. */
const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'conversations.info': 'channels:read',
  'conversations.list': 'channels:read',
  'conversations.members': 'channels:read',
  'conversations.open': 'im:write',
  'files.completeUploadExternal': 'files:write',
  'files.getUploadURLExternal': 'files:write',
  'files.info': 'files:read',
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
};

/** The scope that is missing for this method; undefined when it may be called. */
export function missingScope(method: string, granted: readonly string[]): string | undefined {
  const needed = Object.hasOwn(SCOPES, method) ? SCOPES[method] : undefined;
  return needed === undefined || granted.includes(needed) ? undefined : needed;
}
