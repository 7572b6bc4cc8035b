import type { CommandHint } from '../../protocol.ts';

/** The commands that complete what stands in the composer; none once a command is written out. */
export function completionsOf(text: string, commands: readonly CommandHint[]): readonly CommandHint[] {
  if (!/^\/\S*$/.test(text)) return [];
  if (commands.some(({ command }) => command === text)) return [];
  return commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}
