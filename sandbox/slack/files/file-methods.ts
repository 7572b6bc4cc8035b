import { z } from 'zod';
import { parseJson } from '../../web/json.ts';
import type { Method } from '../web-api/method.ts';
import { need, SlackError } from '../web-api/slack-error.ts';
import type { Workspace } from '../workspace.ts';
import { filePayload } from './file-payload.ts';
import type { StoredFiles } from './stored-files.ts';

interface Needs {
  readonly files: StoredFiles;
  readonly workspace: Workspace;
  readonly origin: () => string;
}

const Shared = z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1);

/** `files.*`, as far as a bot reads a file from a form and shares one of its own. */
export function createFileMethods({ files, workspace, origin }: Needs): Readonly<Record<string, Method>> {
  return {
    'files.info'(args) {
      const file = need(files.find(args.text('file') ?? ''), 'file_not_found');
      return { file: filePayload(file, origin()) };
    },

    'files.getUploadURLExternal'(args) {
      const name = need(args.text('filename'), 'invalid_arguments');
      if (!(Number(args.text('length')) > 0)) throw new SlackError('missing_argument');
      const id = files.expect(name);
      return { upload_url: `${origin()}/upload/${id}`, file_id: id };
    },

    'files.completeUploadExternal'(args) {
      const shared = Shared.safeParse(parseJson(args.text('files') ?? ''));
      if (!shared.success) throw new SlackError('invalid_arguments');
      const stored = shared.data.map(({ id }) => need(files.find(id), 'file_not_found'));
      const channelId = args.text('channel_id');
      if (channelId !== undefined) {
        // Slack takes no person's ID here, only a conversation's.
        const channel = need(workspace.channel(channelId), 'channel_not_found');
        if (!channel.hasBot) throw new SlackError('not_in_channel');
        workspace.post({
          channelId,
          author: 'bot',
          text: args.text('initial_comment') ?? '',
          threadTs: args.text('thread_ts'),
          files: stored.map(({ id, name, size }) => ({ id, name, size })),
        });
      }
      return { files: stored.map((file) => filePayload(file, origin())) };
    },
  };
}
