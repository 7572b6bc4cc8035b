import type { KnownBlock } from '@slack/types';
import { formatPeople } from '../../core/format.ts';
import type { Group } from '../../flow/ports/store/lists/groups.ts';
import { button, contextBlock, plainText } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';
import { DELETE_GROUP, SEND_COMMAND, USE_GROUP } from '../ids.ts';
import { MAX_CONFIRM_BUTTON_LENGTH, MAX_CONFIRM_TEXT_LENGTH, MAX_CONFIRM_TITLE_LENGTH } from '../limits.ts';

interface GroupsReply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

/** A group takes two blocks, and a message has room for fifty. */
const MAX_SHOWN = 20;
const MAX_NAME_LENGTH = 60;
const MAX_COLUMNS_LENGTH = 200;
const NONE = `No group is saved yet. Send a list with \`${SEND_COMMAND} list\`: its review can save the people as a group.`;

/** The saved groups with who saved each, and what can be done with it. */
export function groupsReply(groups: readonly Group[], actorId: string): GroupsReply {
  if (groups.length === 0) return { text: NONE };
  const more = groups.length - MAX_SHOWN;
  return {
    text: `Saved groups: ${groups.length}`,
    blocks: [
      ...groups.slice(0, MAX_SHOWN).flatMap((group) => groupBlocks(group, group.ownerId === actorId)),
      ...(more > 0 ? [contextBlock(`${more} more are not shown.`)] : []),
    ],
  };
}

function groupBlocks(group: Group, isOwn: boolean): KnownBlock[] {
  const { columns, createdAt, expiresAt, id, ownerId, rowCount } = group;
  const name = untrustedLine(group.name, MAX_NAME_LENGTH);
  return [
    richText(
      section(
        text(name, { bold: true }),
        text(` · ${formatPeople(rowCount)} · saved by `),
        { type: 'user', user_id: ownerId },
        text(', '),
        dateElement(createdAt, '{date_short_pretty}'),
        text('. Kept until '),
        dateElement(expiresAt, '{date_short_pretty}'),
        text(`.\nColumns: ${untrustedLine(columns.join(', '), MAX_COLUMNS_LENGTH)}`),
      ),
    ),
    {
      type: 'actions',
      block_id: `group:${id}`,
      elements: [button(USE_GROUP, 'Send to it…', id), ...(isOwn ? [deleteButton(id, name)] : [])],
    },
  ];
}

function deleteButton(id: string, name: string) {
  return {
    ...button(DELETE_GROUP, 'Delete…', id),
    confirm: {
      title: plainText('Delete this group?', MAX_CONFIRM_TITLE_LENGTH),
      text: plainText(`${name} is gone for everybody. What was sent to it stays as it is.`, MAX_CONFIRM_TEXT_LENGTH),
      confirm: plainText('Delete', MAX_CONFIRM_BUTTON_LENGTH),
      deny: plainText('Keep', MAX_CONFIRM_BUTTON_LENGTH),
    },
  };
}
