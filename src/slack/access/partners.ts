import { isJsonObject, parseJson } from '../../core/json.ts';
import type { SharedChannels } from './shared-channels.ts';
import type { Person } from './team.ts';

/** People of other organisations, as the policy lets them in. */
export interface Strangers {
  /** Workspaces whose people may act in shared channels, by ID. */
  readonly partnerWorkspaces: () => readonly string[];
  readonly sharedChannels: SharedChannels;
}

const CHANNEL = /^[CG]/;

/**
 * Whether a person of another workspace may act: only of a workspace that the policy names, and only in a channel that is shared
 * with them. What they press in a view counts where the view was opened. Whoever it is, their channel is known to be shared from
 * then on.
 */
export async function mayPartnerAct(person: Person, body: unknown, strangers: Strangers): Promise<boolean> {
  const { partnerWorkspaces, sharedChannels } = strangers;
  const channelId = channelOf(body);
  if (channelId !== undefined) sharedChannels.sawStranger(channelId);
  if (person.teamId === undefined || !partnerWorkspaces().includes(person.teamId)) return false;
  if (channelId !== undefined) return CHANNEL.test(channelId);
  const opened = channelOfView(body);
  return opened !== undefined && CHANNEL.test(opened) && (await sharedChannels.isShared(opened)) !== false;
}

interface Payload {
  readonly channel_id?: string;
  readonly channel?: { readonly id?: string };
  readonly container?: { readonly channel_id?: string };
  readonly view?: { readonly private_metadata?: string };
}

/** Where a command or a press in a message was made, as Slack says. */
function channelOf(body: unknown): string | undefined {
  const { channel, channel_id: commandChannelId, container } = body as Payload;
  return commandChannelId ?? channel?.id ?? container?.channel_id;
}

/** Where a view was opened, as it carries it; whether that is true is checked by what reads it. */
function channelOfView(body: unknown): string | undefined {
  const text = (body as Payload).view?.private_metadata ?? '';
  const metadata = parseJson(text.slice(text.indexOf('{')));
  const channelId = isJsonObject(metadata) ? metadata['channelId'] : undefined;
  return typeof channelId === 'string' ? channelId : undefined;
}
