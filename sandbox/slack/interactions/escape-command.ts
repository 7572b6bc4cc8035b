import type { Workspace } from '../workspace.ts';

/**
 * A command's text as Slack delivers it: `&`, `<` and `>` as entities, and when the app asked for it
 * (`should_escape`) people and channels as references that cannot be mistaken.
 */
export function escapeCommand(text: string, workspace: Workspace, shouldEscape: boolean): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!shouldEscape) return plain;
  return plain.replace(/([@#])([\w-]+)/g, (whole, sign: string, name: string) => {
    if (sign === '@') {
      const member = workspace.members.find((one) => one.name === name);
      return member === undefined ? whole : `<@${member.id}|${name}>`;
    }
    const channel = workspace.channels().find((one) => one.name === name && one.kind !== 'dm');
    return channel === undefined ? whole : `<#${channel.id}|${name}>`;
  });
}
