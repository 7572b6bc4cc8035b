import type { Channel } from '../../protocol.ts';

export const CHANNEL_ICONS = { public: 'hash', private: 'lock', dm: 'app' } as const satisfies Record<
  Channel['kind'],
  string
>;

/** As it is said aloud and as a button is named: `# war-room`, `war-room, private`. */
export function channelLabel({ name, kind, isArchived }: Channel): string {
  const privacy = kind === 'private' ? ', private' : '';
  return `${name}${privacy}${isArchived ? ', archived' : ''}`;
}
