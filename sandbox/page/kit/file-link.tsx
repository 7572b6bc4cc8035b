import type { ChatFile } from '../../protocol.ts';

/** A file of the workspace, to be downloaded. */
export function FileLink({ file: { id, name, size } }: { readonly file: ChatFile }) {
  return (
    <a class="file-link" href={`/sandbox/file?id=${id}`} download={name}>
      <span aria-hidden="true">📄 </span>
      {name} <small>{sizeText(size)}</small>
    </a>
  );
}

const KILOBYTE = 1_000;

function sizeText(bytes: number): string {
  return bytes < KILOBYTE ? `${bytes} bytes` : `${Math.round(bytes / KILOBYTE)} kB`;
}
