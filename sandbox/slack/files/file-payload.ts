import type { StoredFile } from './stored-files.ts';

/** Where the bot downloads a file, with its token. */
function downloadPath({ id, name }: Pick<StoredFile, 'id' | 'name'>): string {
  return `/files/${id}/download/${encodeURIComponent(name)}`;
}

/** A file as Slack describes it to the bot. */
export function filePayload(file: StoredFile, origin: string): Record<string, unknown> {
  const address = `${origin}${downloadPath(file)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: 'text/csv',
    filetype: file.name.split('.').at(-1)?.toLowerCase() ?? '',
    user: file.author,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    url_private: address,
    url_private_download: address,
  };
}
