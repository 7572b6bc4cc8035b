import type { ChatFile } from '../../../protocol.ts';
import { useSandbox } from '../../sandbox-context.ts';
import { numberOf, textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import { FileLink } from '../file-link.tsx';
import type { ElementProps } from './elements.tsx';

/** `file_input`: a chosen file is uploaded at once, as in Slack. */
export function FileElement({ element, place }: ElementProps) {
  const host = useBlockPlace();
  const { memberId, ask, tell } = useSandbox();
  const actionId = textOf(element['action_id']);
  const chosen = host.values[place.blockId]?.[actionId]?.files ?? [];
  const keep = (files: readonly ChatFile[]) => host.setInput(place.blockId, actionId, { type: 'file_input', files });
  const choose = async ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    const uploads = await Promise.all(
      [...(currentTarget.files ?? [])]
        .slice(0, numberOf(element['max_files']) ?? 10)
        .map(async (file) => ask('upload', { memberId, name: file.name, base64: await base64Of(file) })),
    );
    const problem = uploads.find((answer) => answer?.problem !== undefined)?.problem;
    if (problem !== undefined) tell(problem);
    keep(uploads.flatMap((answer) => answer?.file ?? []));
  };
  return (
    <>
      <input
        type="file"
        id={place.fieldId}
        class="input"
        aria-labelledby={place.labelId}
        aria-describedby={place.describedBy}
        aria-invalid={place.hasError}
        multiple={(numberOf(element['max_files']) ?? 10) > 1}
        onChange={choose}
      />
      {chosen.map((file) => (
        <FileLink key={file.id} file={file} />
      ))}
    </>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
